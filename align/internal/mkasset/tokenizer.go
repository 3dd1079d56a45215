package main

import (
	"encoding/binary"
	"errors"
	"math"

	"google.golang.org/protobuf/encoding/protowire"

	"factdiff/align/internal/asset"
	"factdiff/align/internal/trie"
)

// Field numbers of SentencePiece's ModelProto.
const (
	modelPieces     = 1
	modelNormalizer = 3
	pieceText       = 1
	pieceScore      = 2
	normalizerRules = 2
)

// tokenizer turns a SentencePiece model into sections: its normalisation rules
// as they are, its pieces as a trie, their scores.
func tokenizer(model []byte) ([]asset.Section, error) {
	pieces := map[string]uint32{}
	var scores, rules []byte
	err := fields(model, func(num protowire.Number, value []byte) error {
		switch num {
		case modelPieces:
			var text string
			var score uint32
			err := fields(value, func(num protowire.Number, value []byte) error {
				switch num {
				case pieceText:
					text = string(value)
				case pieceScore:
					score = binary.LittleEndian.Uint32(value)
				}
				return nil
			})
			if err != nil {
				return err
			}
			pieces[text] = uint32(len(scores) / 4)
			scores = binary.LittleEndian.AppendUint32(scores, score)
		case modelNormalizer:
			return fields(value, func(num protowire.Number, value []byte) error {
				if num == normalizerRules {
					rules = value
				}
				return nil
			})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(pieces) == 0 || len(rules) == 0 {
		return nil, errors.New("no pieces or no normalisation rules")
	}
	trie, err := trie.Build(pieces)
	if err != nil {
		return nil, err
	}
	return []asset.Section{{Name: "charsmap", Data: rules}, {Name: "pieces", Data: trie}, {Name: "scores", Data: scores}}, nil
}

// fields calls fn with each field of a message that is length-delimited or of
// 32 bits.
func fields(message []byte, fn func(protowire.Number, []byte) error) error {
	for len(message) > 0 {
		num, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return protowire.ParseError(n)
		}
		size := protowire.ConsumeFieldValue(num, kind, message[n:])
		if size < 0 {
			return protowire.ParseError(size)
		}
		value := message[n : n+size]
		message = message[n+size:]
		switch kind {
		case protowire.BytesType:
			value, _ = protowire.ConsumeBytes(value)
		case protowire.Fixed32Type:
		default:
			continue
		}
		if err := fn(num, value); err != nil {
			return err
		}
	}
	return nil
}

func float32Bytes(values []float32) []byte {
	var out []byte
	for _, v := range values {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
	}
	return out
}
