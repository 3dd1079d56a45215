//go:build amd64 && !purego

#include "textflag.h"

// A block of activations: 32 bytes, at 32 its scale, at 36 its offset.
#define BLOCK 40

// A block of a panel: 16 half-precision scales, then 256 bytes.
#define PANEL 288

// ROWS points R8 to the first of four rows of A, R12 to the fifth; R9 is the
// distance of two, R10 of three.
#define ROWS \
	MOVQ n+0(FP), CX \
	MOVQ a+8(FP), R8 \
	MOVQ panel+16(FP), SI \
	IMUL3Q $BLOCK, CX, R9 \
	LEAQ (R9)(R9*2), R10 \
	LEAQ (R8)(R9*4), R12

// DOT multiplies four activations of each row with four weights of each column.
#define DOT(w, at) \
	VPDPBUSD.BCST at(R8), w, Z24 \
	VPDPBUSD.BCST at(R8)(R9*1), w, Z25 \
	VPDPBUSD.BCST at(R8)(R9*2), w, Z26 \
	VPDPBUSD.BCST at(R8)(R10*1), w, Z27 \
	VPDPBUSD.BCST at(R12), w, Z28 \
	VPDPBUSD.BCST at(R12)(R9*1), w, Z29 \
	VPDPBUSD.BCST at(R12)(R9*2), w, Z30 \
	VPDPBUSD.BCST at(R12)(R10*1), w, Z31

// SCALE adds a row's products in a block, times the scales in x, to its sum.
#define SCALE(x, dot, sum) \
	VCVTDQ2PS dot, dot \
	VMULPS x, dot, dot \
	VADDPS dot, sum, sum

#define DOTSTORE(sum) \
	VADDPS Z8, sum, sum \
	VMOVUPS sum, (DI) \
	ADDQ R11, DI

// func dotTile(n int, a *block, panel *byte, bias, c *float32, ldc int)
TEXT ·dotTile(SB), NOSPLIT, $0-48
	ROWS
	MOVL $0x0f0f0f0f, AX
	VPBROADCASTD AX, Z9
	VPXORD Z16, Z16, Z16
	VPXORD Z17, Z17, Z17
	VPXORD Z18, Z18, Z18
	VPXORD Z19, Z19, Z19
	VPXORD Z20, Z20, Z20
	VPXORD Z21, Z21, Z21
	VPXORD Z22, Z22, Z22
	VPXORD Z23, Z23, Z23

dotBlock:
	VCVTPH2PS (SI), Z8
	VMOVDQU32 32(SI), Z0
	VMOVDQU32 96(SI), Z1
	VMOVDQU32 160(SI), Z2
	VMOVDQU32 224(SI), Z3
	VPSRLD $4, Z0, Z4
	VPSRLD $4, Z1, Z5
	VPSRLD $4, Z2, Z6
	VPSRLD $4, Z3, Z7
	VPANDD Z9, Z0, Z0
	VPANDD Z9, Z1, Z1
	VPANDD Z9, Z2, Z2
	VPANDD Z9, Z3, Z3
	VPANDD Z9, Z4, Z4
	VPANDD Z9, Z5, Z5
	VPANDD Z9, Z6, Z6
	VPANDD Z9, Z7, Z7
	VPBROADCASTD 36(R8), Z24
	VPBROADCASTD 36(R8)(R9*1), Z25
	VPBROADCASTD 36(R8)(R9*2), Z26
	VPBROADCASTD 36(R8)(R10*1), Z27
	VPBROADCASTD 36(R12), Z28
	VPBROADCASTD 36(R12)(R9*1), Z29
	VPBROADCASTD 36(R12)(R9*2), Z30
	VPBROADCASTD 36(R12)(R10*1), Z31
	DOT(Z0, 0)
	DOT(Z1, 4)
	DOT(Z2, 8)
	DOT(Z3, 12)
	DOT(Z4, 16)
	DOT(Z5, 20)
	DOT(Z6, 24)
	DOT(Z7, 28)
	VMULPS.BCST 32(R8), Z8, Z0
	VMULPS.BCST 32(R8)(R9*1), Z8, Z1
	VMULPS.BCST 32(R8)(R9*2), Z8, Z2
	VMULPS.BCST 32(R8)(R10*1), Z8, Z3
	VMULPS.BCST 32(R12), Z8, Z4
	VMULPS.BCST 32(R12)(R9*1), Z8, Z5
	VMULPS.BCST 32(R12)(R9*2), Z8, Z6
	VMULPS.BCST 32(R12)(R10*1), Z8, Z7
	SCALE(Z0, Z24, Z16)
	SCALE(Z1, Z25, Z17)
	SCALE(Z2, Z26, Z18)
	SCALE(Z3, Z27, Z19)
	SCALE(Z4, Z28, Z20)
	SCALE(Z5, Z29, Z21)
	SCALE(Z6, Z30, Z22)
	SCALE(Z7, Z31, Z23)
	ADDQ $PANEL, SI
	ADDQ $BLOCK, R8
	ADDQ $BLOCK, R12
	DECQ CX
	JNZ  dotBlock

	MOVQ bias+24(FP), AX
	MOVQ c+32(FP), DI
	MOVQ ldc+40(FP), R11
	SHLQ $2, R11
	VMOVUPS (AX), Z8
	DOTSTORE(Z16)
	DOTSTORE(Z17)
	DOTSTORE(Z18)
	DOTSTORE(Z19)
	DOTSTORE(Z20)
	DOTSTORE(Z21)
	DOTSTORE(Z22)
	DOTSTORE(Z23)
	VZEROUPPER
	RET

// MADD multiplies four activations of a row with four weights of each column.
// Sums of a block's eight such products fit in 16 bits: 16·15·127 < 32768.
#define MADD(row, at, w) \
	VPBROADCASTD at row, Y13 \
	VPMADDUBSW Y13, w, Y13 \
	VPADDW Y13, Y12, Y12

#define MADDROW(row, sum) \
	VPBROADCASTD 0 row, Y13 \
	VPMADDUBSW Y13, Y0, Y12 \
	MADD(row, 4, Y1) \
	MADD(row, 8, Y2) \
	MADD(row, 12, Y3) \
	MADD(row, 16, Y4) \
	MADD(row, 20, Y5) \
	MADD(row, 24, Y6) \
	MADD(row, 28, Y7) \
	VPMADDWD Y14, Y12, Y12 \
	VPBROADCASTD 36 row, Y13 \
	VPADDD Y13, Y12, Y12 \
	VBROADCASTSS 32 row, Y13 \
	VMULPS Y13, Y15, Y13 \
	VCVTDQ2PS Y12, Y12 \
	VMULPS Y13, Y12, Y12 \
	VADDPS Y12, sum, sum

// UNPACK splits the bytes at an offset of a panel's block into low and high
// halves; Y13 is the mask.
#define UNPACK(at, lo, hi) \
	VMOVDQU at(SI)(DX*4), lo \
	VPSRLD $4, lo, hi \
	VPAND Y13, lo, lo \
	VPAND Y13, hi, hi

#define MADDSTORE(sum) \
	VADDPS Y15, sum, sum \
	VMOVUPS sum, (DI) \
	ADDQ R11, DI

// func maddTile(n int, a *block, panel *byte, half int, bias, c *float32, ldc int)
TEXT ·maddTile(SB), NOSPLIT, $0-56
	ROWS
	MOVQ half+24(FP), DX
	MOVL $0x0f0f0f0f, AX
	MOVL $0x00010001, R13
	VMOVD R13, X14
	VPBROADCASTD X14, Y14
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	VXORPS Y10, Y10, Y10
	VXORPS Y11, Y11, Y11

maddBlock:
	VCVTPH2PS (SI)(DX*2), Y15
	VMOVD AX, X13
	VPBROADCASTD X13, Y13
	UNPACK(32, Y0, Y4)
	UNPACK(96, Y1, Y5)
	UNPACK(160, Y2, Y6)
	UNPACK(224, Y3, Y7)
	MADDROW((R8), Y8)
	MADDROW((R8)(R9*1), Y9)
	MADDROW((R8)(R9*2), Y10)
	MADDROW((R8)(R10*1), Y11)
	ADDQ $PANEL, SI
	ADDQ $BLOCK, R8
	DECQ CX
	JNZ  maddBlock

	MOVQ bias+32(FP), AX
	MOVQ c+40(FP), DI
	MOVQ ldc+48(FP), R11
	SHLQ $2, R11
	VMOVUPS (AX), Y15
	MADDSTORE(Y8)
	MADDSTORE(Y9)
	MADDSTORE(Y10)
	MADDSTORE(Y11)
	VZEROUPPER
	RET

// func quantize(n int, x *float32, out *block)
TEXT ·quantize(SB), NOSPLIT, $0-24
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), SI
	MOVQ out+16(FP), DI
	MOVL $0x7fffffff, AX
	VMOVD AX, X15
	VPBROADCASTD X15, Y15 // all but the sign
	MOVL $0x42fe0000, AX // 127
	VMOVD AX, X14
	MOVL $0x3f800000, AX // 1
	VMOVD AX, X13
	VXORPS X12, X12, X12
	VMOVDQU unpacked<>(SB), Y11

quantizeBlock:
	VMOVUPS (SI), Y0
	VMOVUPS 32(SI), Y1
	VMOVUPS 64(SI), Y2
	VMOVUPS 96(SI), Y3
	VANDPS Y15, Y0, Y4
	VANDPS Y15, Y1, Y5
	VANDPS Y15, Y2, Y6
	VANDPS Y15, Y3, Y7
	VMAXPS Y5, Y4, Y4
	VMAXPS Y7, Y6, Y6
	VMAXPS Y6, Y4, Y4
	VEXTRACTF128 $1, Y4, X5
	VMAXPS X5, X4, X4
	VPERMILPS $0x4e, X4, X5
	VMAXPS X5, X4, X4
	VPERMILPS $0xb1, X4, X5
	VMAXPS X5, X4, X4
	VDIVSS X14, X4, X4 // largest / 127
	VMOVSS X4, 32(DI)
	VDIVSS X4, X13, X5
	VCMPSS $1, X4, X12, X6 // 0 < scale
	VANDPS X6, X5, X5
	VBROADCASTSS X5, Y5
	VMULPS Y5, Y0, Y0
	VMULPS Y5, Y1, Y1
	VMULPS Y5, Y2, Y2
	VMULPS Y5, Y3, Y3
	VCVTPS2DQ Y0, Y0
	VCVTPS2DQ Y1, Y1
	VCVTPS2DQ Y2, Y2
	VCVTPS2DQ Y3, Y3
	VPADDD Y1, Y0, Y6
	VPADDD Y3, Y2, Y7
	VPADDD Y7, Y6, Y6
	VPACKSSDW Y1, Y0, Y0
	VPACKSSDW Y3, Y2, Y2
	VPACKSSWB Y2, Y0, Y0
	VPERMD Y0, Y11, Y0
	VMOVDQU Y0, (DI)
	VEXTRACTI128 $1, Y6, X7
	VPADDD X7, X6, X6
	VPSHUFD $0x4e, X6, X7
	VPADDD X7, X6, X6
	VPSHUFD $0xb1, X6, X7
	VPADDD X7, X6, X6
	VPSLLD $3, X6, X6
	VPSUBD X6, X12, X6 // -8 times the sum
	VMOVD X6, 36(DI)
	ADDQ $128, SI
	ADDQ $BLOCK, DI
	DECQ CX
	JNZ  quantizeBlock
	VZEROUPPER
	RET

// unpacked is the order that undoes packing in halves.
DATA unpacked<>+0(SB)/4, $0
DATA unpacked<>+4(SB)/4, $4
DATA unpacked<>+8(SB)/4, $1
DATA unpacked<>+12(SB)/4, $5
DATA unpacked<>+16(SB)/4, $2
DATA unpacked<>+20(SB)/4, $6
DATA unpacked<>+24(SB)/4, $3
DATA unpacked<>+28(SB)/4, $7
GLOBL unpacked<>(SB), RODATA|NOPTR, $32
