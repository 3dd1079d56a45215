package main
import ("fmt";"os";"factdiff/align/corpus";"context";"path/filepath";"strings";"bufio";"time";"encoding/gob")
func list(d string)(out []corpus.Entry){fs,_:=filepath.Glob(d+"/*.txt");for _,f:=range fs{out=append(out,corpus.Entry{ID:filepath.Base(f),Path:f})};return}
func main(){
 d:=os.Args[1]
 a,b:=list(d+"/a"),list(d+"/b")
 truth:=map[string]string{}
 f,_:=os.Open(d+"/truth.tsv"); s:=bufio.NewScanner(f); for s.Scan(){x:=strings.Split(s.Text(),"\t");truth[x[0]]=x[1]}
 var A,B []corpus.Article
 t0:=time.Now(); var err error
 if f,e:=os.Open(d+"/vec.gob");e==nil{ dec:=gob.NewDecoder(bufio.NewReader(f)); dec.Decode(&A);dec.Decode(&B) } else {
 A,B,err=corpus.Read(context.Background(),a,b,corpus.Options{})
 if err!=nil{panic(err)}
 f,_:=os.Create(d+"/vec.gob"); enc:=gob.NewEncoder(f); enc.Encode(A);enc.Encode(B);f.Close()
 }
 fmt.Fprintln(os.Stderr,"read",time.Since(t0)); t0=time.Now()
 ps,err:=corpus.Candidates(context.Background(),A,B)
 fmt.Fprintln(os.Stderr,"cand",time.Since(t0),len(ps))
 for i:=range A{if A[i].Err!=nil{fmt.Fprintln(os.Stderr,A[i].Err)}}
 for i:=range B{if B[i].Err!=nil{fmt.Fprintln(os.Stderr,B[i].Err)}}
 for _,p:=range ps{ y:=0; if truth[a[p.A].ID]==b[p.B].ID{y=1}; fmt.Println(p.A,p.B,y,p.Cosine,p.Margin,p.Lead,p.Keys,p.KeysMargin,p.KeysLead,p.Rare,p.Days)}
}
