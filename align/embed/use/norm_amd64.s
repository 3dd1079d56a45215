//go:build amd64 && !purego

#include "textflag.h"

// func sumVector(n int, x *float32, sums *lanes)
TEXT ·sumVector(SB), NOSPLIT, $0-24
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), SI
	MOVQ sums+16(FP), DI
	VMOVUPS (DI), Y0

sumNext:
	VADDPS (SI), Y0, Y0
	ADDQ $32, SI
	SUBQ $8, CX
	JNZ  sumNext
	VMOVUPS Y0, (DI)
	VZEROUPPER
	RET

// func centerVector(n int, x *float32, mean float32, squares *lanes)
TEXT ·centerVector(SB), NOSPLIT, $0-32
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), SI
	VBROADCASTSS mean+16(FP), Y1
	MOVQ squares+24(FP), DI
	VMOVUPS (DI), Y0

centerNext:
	VMOVUPS (SI), Y2
	VSUBPS Y1, Y2, Y2
	VMOVUPS Y2, (SI)
	VMULPS Y2, Y2, Y2
	VADDPS Y2, Y0, Y0
	ADDQ $32, SI
	SUBQ $8, CX
	JNZ  centerNext
	VMOVUPS Y0, (DI)
	VZEROUPPER
	RET

// func scaleVector(n int, x *float32, scale float32, gain, bias *float32)
TEXT ·scaleVector(SB), NOSPLIT, $0-40
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), SI
	VBROADCASTSS scale+16(FP), Y1
	MOVQ gain+24(FP), DI
	MOVQ bias+32(FP), DX

scaleNext:
	VMULPS (SI), Y1, Y2
	VMULPS (DI), Y2, Y2
	VADDPS (DX), Y2, Y2
	VMOVUPS Y2, (SI)
	ADDQ $32, SI
	ADDQ $32, DI
	ADDQ $32, DX
	SUBQ $8, CX
	JNZ  scaleNext
	VZEROUPPER
	RET

// func addVector(n int, dst, x *float32)
TEXT ·addVector(SB), NOSPLIT, $0-24
	MOVQ n+0(FP), CX
	MOVQ dst+8(FP), DI
	MOVQ x+16(FP), SI

addNext:
	VMOVUPS (DI), Y0
	VADDPS (SI), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JNZ  addNext
	VZEROUPPER
	RET
