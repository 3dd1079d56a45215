package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"

	"factdiff/align"
	"factdiff/align/read"
)

func main() {
	flag.String("format", "", "")
	l := flag.String("lang", "", "")
	flag.Parse()
	var docs []*read.Document
	for i, a := range flag.Args() {
		d, err := read.File(a)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		if *l != "" {
			d.Lang = strings.Split(*l, ",")[i]
		}
		docs = append(docs, d)
	}
	r, err := align.Compare(context.Background(), docs, align.Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	json.NewEncoder(os.Stdout).Encode(r)
}
