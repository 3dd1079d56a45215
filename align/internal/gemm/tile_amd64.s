//go:build amd64 && !purego

#include "textflag.h"

// STEP multiplies one column of six values of A, at byte offset oa, by one row
// of the panel, at byte offset ob, and adds it to the twelve accumulators.
#define STEP(oa, ob) \
	VMOVUPS ob(BX), Y12 \
	VMOVUPS (ob+32)(BX), Y13 \
	VBROADCASTSS oa(R8), Y14 \
	VBROADCASTSS oa(R8)(R9*1), Y15 \
	VFMADD231PS Y12, Y14, Y0 \
	VFMADD231PS Y13, Y14, Y1 \
	VFMADD231PS Y12, Y15, Y2 \
	VFMADD231PS Y13, Y15, Y3 \
	VBROADCASTSS oa(R8)(R9*2), Y14 \
	VBROADCASTSS oa(R10), Y15 \
	VFMADD231PS Y12, Y14, Y4 \
	VFMADD231PS Y13, Y14, Y5 \
	VFMADD231PS Y12, Y15, Y6 \
	VFMADD231PS Y13, Y15, Y7 \
	VBROADCASTSS oa(R10)(R9*1), Y14 \
	VBROADCASTSS oa(R10)(R9*2), Y15 \
	VFMADD231PS Y12, Y14, Y8 \
	VFMADD231PS Y13, Y14, Y9 \
	VFMADD231PS Y12, Y15, Y10 \
	VFMADD231PS Y13, Y15, Y11

#define STORE(lo, hi) \
	VADDPS (DI), lo, lo \
	VADDPS 32(DI), hi, hi \
	VMOVUPS lo, (DI) \
	VMOVUPS hi, 32(DI) \
	ADDQ R11, DI

// func tile(k int, a *float32, lda int, panel *float32, c *float32, ldc int)
TEXT ·tile(SB), NOSPLIT, $0-48
	MOVQ k+0(FP), CX
	MOVQ a+8(FP), R8
	MOVQ lda+16(FP), R9
	MOVQ panel+24(FP), BX
	MOVQ c+32(FP), DI
	MOVQ ldc+40(FP), R11
	SHLQ $2, R9
	SHLQ $2, R11
	LEAQ (R9)(R9*2), R10
	ADDQ R8, R10
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	VXORPS Y10, Y10, Y10
	VXORPS Y11, Y11, Y11
	SUBQ $4, CX
	JLT  tail

four:
	STEP(0, 0)
	STEP(4, 64)
	STEP(8, 128)
	STEP(12, 192)
	ADDQ $16, R8
	ADDQ $16, R10
	ADDQ $256, BX
	SUBQ $4, CX
	JGE  four

tail:
	ADDQ $4, CX
	JZ   store

one:
	STEP(0, 0)
	ADDQ $4, R8
	ADDQ $4, R10
	ADDQ $64, BX
	DECQ CX
	JNZ  one

store:
	STORE(Y0, Y1)
	STORE(Y2, Y3)
	STORE(Y4, Y5)
	STORE(Y6, Y7)
	STORE(Y8, Y9)
	STORE(Y10, Y11)
	VZEROUPPER
	RET

// WIDEROW multiplies a value of A, broadcast, by a row of each of two panels.
#define WIDEROW(a, lo, hi) \
	VBROADCASTSS a, Z26 \
	VFMADD231PS Z24, Z26, lo \
	VFMADD231PS Z25, Z26, hi

// WIDESTEP does what STEP does for twelve rows and two panels.
#define WIDESTEP(oa, ob) \
	VMOVUPS ob(BX), Z24 \
	VMOVUPS ob(DX), Z25 \
	WIDEROW(oa(R8), Z0, Z1) \
	WIDEROW(oa(R8)(R9*1), Z2, Z3) \
	WIDEROW(oa(R8)(R9*2), Z4, Z5) \
	WIDEROW(oa(R8)(R10*1), Z6, Z7) \
	WIDEROW(oa(R12), Z8, Z9) \
	WIDEROW(oa(R12)(R9*1), Z10, Z11) \
	WIDEROW(oa(R12)(R9*2), Z12, Z13) \
	WIDEROW(oa(R12)(R10*1), Z14, Z15) \
	WIDEROW(oa(R13), Z16, Z17) \
	WIDEROW(oa(R13)(R9*1), Z18, Z19) \
	WIDEROW(oa(R13)(R9*2), Z20, Z21) \
	WIDEROW(oa(R13)(R10*1), Z22, Z23)

#define WIDESTORE(lo, hi) \
	VADDPS (DI), lo, lo \
	VADDPS 64(DI), hi, hi \
	VMOVUPS lo, (DI) \
	VMOVUPS hi, 64(DI) \
	ADDQ R11, DI

#define ZERO(a, b, c, d) \
	VPXORD a, a, a \
	VPXORD b, b, b \
	VPXORD c, c, c \
	VPXORD d, d, d

// func wideTile(k int, a *float32, lda int, panels *float32, c *float32, ldc int)
TEXT ·wideTile(SB), NOSPLIT, $0-48
	MOVQ k+0(FP), CX
	MOVQ a+8(FP), R8
	MOVQ lda+16(FP), R9
	MOVQ panels+24(FP), BX
	MOVQ c+32(FP), DI
	MOVQ ldc+40(FP), R11
	SHLQ $2, R9
	SHLQ $2, R11
	LEAQ (R9)(R9*2), R10
	LEAQ (R8)(R9*4), R12
	LEAQ (R12)(R9*4), R13
	MOVQ CX, DX
	SHLQ $6, DX
	ADDQ BX, DX
	ZERO(Z0, Z1, Z2, Z3)
	ZERO(Z4, Z5, Z6, Z7)
	ZERO(Z8, Z9, Z10, Z11)
	ZERO(Z12, Z13, Z14, Z15)
	ZERO(Z16, Z17, Z18, Z19)
	ZERO(Z20, Z21, Z22, Z23)
	SUBQ $2, CX
	JLT  wideTail

wideTwo:
	WIDESTEP(0, 0)
	WIDESTEP(4, 64)
	ADDQ $8, R8
	ADDQ $8, R12
	ADDQ $8, R13
	ADDQ $128, BX
	ADDQ $128, DX
	SUBQ $2, CX
	JGE  wideTwo

wideTail:
	ADDQ $2, CX
	JZ   wideStore
	WIDESTEP(0, 0)

wideStore:
	WIDESTORE(Z0, Z1)
	WIDESTORE(Z2, Z3)
	WIDESTORE(Z4, Z5)
	WIDESTORE(Z6, Z7)
	WIDESTORE(Z8, Z9)
	WIDESTORE(Z10, Z11)
	WIDESTORE(Z12, Z13)
	WIDESTORE(Z14, Z15)
	WIDESTORE(Z16, Z17)
	WIDESTORE(Z18, Z19)
	WIDESTORE(Z20, Z21)
	WIDESTORE(Z22, Z23)
	VZEROUPPER
	RET
