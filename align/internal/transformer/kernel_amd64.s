//go:build amd64 && !purego

#include "textflag.h"

DATA constant<>+0(SB)/4, $0xc2aeac08  // -87.336: e to less is no normal number
DATA constant<>+4(SB)/4, $0x3fb8aa3b  // 1/ln 2
DATA constant<>+8(SB)/4, $0x3f318000  // ln 2, leading bits
DATA constant<>+12(SB)/4, $0xb95e8083 // ln 2, the rest
DATA constant<>+16(SB)/4, $0x39506967 // e to x as a polynomial (S. Moshier, Cephes, expf)
DATA constant<>+20(SB)/4, $0x3ab743ce
DATA constant<>+24(SB)/4, $0x3c088908
DATA constant<>+28(SB)/4, $0x3d2aa9c1
DATA constant<>+32(SB)/4, $0x3e2aaaaa
DATA constant<>+36(SB)/4, $0x3f000000
DATA constant<>+40(SB)/4, $0x3f800000 // 1
DATA constant<>+44(SB)/4, $0x7fffffff // all but the sign
DATA constant<>+48(SB)/4, $0x3e6d3388 // 0.3275911/√2 (Abramowitz and Stegun 7.1.26)
DATA constant<>+52(SB)/4, $0x3f87dc22 // 1.061405429
DATA constant<>+56(SB)/4, $0xbfba00e3 // -1.453152027
DATA constant<>+60(SB)/4, $0x3fb5f0e3 // 1.421413741
DATA constant<>+64(SB)/4, $0xbe91a98e // -0.284496736
DATA constant<>+68(SB)/4, $0x3e827906 // 0.254829592
DATA constant<>+72(SB)/4, $0xbf000000 // -0.5
DATA constant<>+76(SB)/4, $0x2b8cbccc // 1e-12
GLOBL constant<>(SB), RODATA|NOPTR, $80

#define LOAD(at, r) VBROADCASTSS constant<>+at(SB), r

// EXP replaces the numbers in Y0, none above 0, by e to their power. It uses Y1
// to Y3, and wants 1/ln 2 in Y8, ln 2 in Y9 and Y10, 1 in Y11, the lowest
// number in Y12.
#define EXP \
	VMAXPS Y12, Y0, Y0 \
	VMULPS Y8, Y0, Y1 \
	VROUNDPS $0, Y1, Y1 \
	VFNMADD231PS Y9, Y1, Y0 \
	VFNMADD231PS Y10, Y1, Y0 \
	LOAD(16, Y2) \
	LOAD(20, Y3) \
	VFMADD213PS Y3, Y0, Y2 \
	LOAD(24, Y3) \
	VFMADD213PS Y3, Y0, Y2 \
	LOAD(28, Y3) \
	VFMADD213PS Y3, Y0, Y2 \
	LOAD(32, Y3) \
	VFMADD213PS Y3, Y0, Y2 \
	LOAD(36, Y3) \
	VFMADD213PS Y3, Y0, Y2 \
	VMULPS Y0, Y0, Y3 \
	VFMADD213PS Y0, Y3, Y2 \
	VADDPS Y11, Y2, Y2 \
	VCVTPS2DQ Y1, Y1 \
	VPSLLD $23, Y1, Y1 \
	VPADDD Y1, Y2, Y0

#define CONSTANTS \
	LOAD(4, Y8) \
	LOAD(8, Y9) \
	LOAD(12, Y10) \
	LOAD(40, Y11) \
	LOAD(0, Y12)

// FOLD combines the eight numbers in Y0 into all of X0, by op; it uses X1.
#define FOLD(op) \
	VEXTRACTF128 $1, Y0, X1 \
	op X1, X0, X0 \
	VPERMILPS $0x4e, X0, X1 \
	op X1, X0, X0 \
	VPERMILPS $0xb1, X0, X1 \
	op X1, X0, X0

// func geluVector(n int, xs *float32)
//
// With erf(z) = 1 - p(t)·exp(-z²), t = 1/(1 + 0.3275911·z) and z = |x|/√2, off
// by at most 1.5e-7, x·Φ(x) is max(x, 0) - |x|/2·p(t)·exp(-x²/2).
TEXT ·geluVector(SB), NOSPLIT, $0-16
	MOVQ n+0(FP), CX
	MOVQ xs+8(FP), SI
	CONSTANTS
	LOAD(44, Y13)
	LOAD(48, Y14)
	LOAD(72, Y15)

geluLoop:
	VMOVUPS (SI), Y4
	VANDPS Y13, Y4, Y5
	VMULPS Y15, Y5, Y6 // -|x|/2
	VMULPS Y6, Y5, Y0
	EXP
	VMULPS Y6, Y0, Y0
	VMOVAPS Y14, Y6
	VFMADD213PS Y11, Y5, Y6
	VDIVPS Y6, Y11, Y6 // t
	LOAD(52, Y2)
	LOAD(56, Y3)
	VFMADD213PS Y3, Y6, Y2
	LOAD(60, Y3)
	VFMADD213PS Y3, Y6, Y2
	LOAD(64, Y3)
	VFMADD213PS Y3, Y6, Y2
	LOAD(68, Y3)
	VFMADD213PS Y3, Y6, Y2
	VMULPS Y6, Y2, Y2
	VXORPS Y3, Y3, Y3
	VMAXPS Y3, Y4, Y4
	VFMADD231PS Y0, Y2, Y4
	VMOVUPS Y4, (SI)
	ADDQ $32, SI
	SUBQ $8, CX
	JGT  geluLoop
	VZEROUPPER
	RET

// func softmaxVector(n int, scores *float32, scale float32)
TEXT ·softmaxVector(SB), NOSPLIT, $0-20
	MOVQ n+0(FP), CX
	MOVQ scores+8(FP), SI
	CONSTANTS
	VMOVUPS (SI), Y0
	MOVQ SI, DI
	MOVQ CX, DX

softmaxLargest:
	VMAXPS (DI), Y0, Y0
	ADDQ $32, DI
	SUBQ $8, DX
	JGT  softmaxLargest
	FOLD(VMAXPS)
	VBROADCASTSS X0, Y14
	VBROADCASTSS scale+16(FP), Y15
	VXORPS Y13, Y13, Y13
	MOVQ SI, DI
	MOVQ CX, DX

softmaxExp:
	VMOVUPS (DI), Y0
	VSUBPS Y14, Y0, Y0
	VMULPS Y15, Y0, Y0
	EXP
	VMOVUPS Y0, (DI)
	VADDPS Y0, Y13, Y13
	ADDQ $32, DI
	SUBQ $8, DX
	JGT  softmaxExp
	VMOVAPS Y13, Y0
	FOLD(VADDPS)
	VBROADCASTSS X0, Y0
	VDIVPS Y0, Y11, Y0

softmaxScale:
	VMULPS (SI), Y0, Y1
	VMOVUPS Y1, (SI)
	ADDQ $32, SI
	SUBQ $8, CX
	JGT  softmaxScale
	VZEROUPPER
	RET

// func normalizeVector(n int, x, y, gain, bias *float32)
TEXT ·normalizeVector(SB), NOSPLIT, $0-40
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), SI
	MOVQ y+16(FP), DI
	MOVQ gain+24(FP), R8
	MOVQ bias+32(FP), R9
	VCVTSI2SSQ CX, X15, X15
	SHLQ $2, CX
	VXORPS Y0, Y0, Y0
	XORQ DX, DX

normalizeSum:
	VMOVUPS (SI)(DX*1), Y1
	VADDPS (DI)(DX*1), Y1, Y1
	VMOVUPS Y1, (SI)(DX*1)
	VADDPS Y1, Y0, Y0
	ADDQ $32, DX
	CMPQ DX, CX
	JLT  normalizeSum
	FOLD(VADDPS)
	VDIVSS X15, X0, X0
	VBROADCASTSS X0, Y14 // mean
	VXORPS Y0, Y0, Y0
	XORQ DX, DX

normalizeSquares:
	VMOVUPS (SI)(DX*1), Y1
	VSUBPS Y14, Y1, Y1
	VFMADD231PS Y1, Y1, Y0
	ADDQ $32, DX
	CMPQ DX, CX
	JLT  normalizeSquares
	FOLD(VADDPS)
	VDIVSS X15, X0, X0
	VADDSS constant<>+76(SB), X0, X0
	VSQRTSS X0, X0, X0
	VMOVSS constant<>+40(SB), X1
	VDIVSS X0, X1, X0
	VBROADCASTSS X0, Y13
	XORQ DX, DX

normalizeScale:
	VMOVUPS (SI)(DX*1), Y1
	VSUBPS Y14, Y1, Y1
	VMULPS Y13, Y1, Y1
	VMOVUPS (R9)(DX*1), Y2
	VFMADD231PS (R8)(DX*1), Y1, Y2
	VMOVUPS Y2, (SI)(DX*1)
	ADDQ $32, DX
	CMPQ DX, CX
	JLT  normalizeScale
	VZEROUPPER
	RET
