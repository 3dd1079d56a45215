package main
import ("fmt";"os";"strconv";"strings")
func main(){
 n,_:=strconv.Atoi(os.Args[4])
 all,err:=pieces(os.Args[1],strings.Split(os.Args[2],","))
 if err!=nil{panic(err)}
 fmt.Println(len(all))
 t,err:=write(os.Args[3],all,n)
 if err!=nil{panic(err)}
 f,_:=os.Create(os.Args[3]+"/truth.tsv")
 for a,b:=range t{fmt.Fprintf(f,"%s\t%s\n",a,b)}
}
