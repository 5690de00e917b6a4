(function(){
"use strict";
var root=document.documentElement,$=function(id){return document.getElementById(id)};
var all=function(selector,within){return Array.prototype.slice.call((within||document).querySelectorAll(selector))};
var body=$("matrix").tBodies[0],rows=all("tr",body),docs=all("article.doc");
var current=null,single=root.classList.contains("single");

function say(words){$("said").textContent=words}

/* which part of the page is seen: the portfolio, one contract, or the guidance */
function show(doc){
  if(current&&current!==doc)current.classList.remove("current");
  current=doc;
  root.classList.toggle("view-doc",!!doc);
  root.classList.remove("view-guide");
  if(!doc)return;
  doc.classList.add("current");
  familyFilter(doc);
  var seen=visibleRows(),at=seen.findIndex(function(r){return r.dataset.d===doc.id});
  $("prev").disabled=at<1;
  $("next").disabled=at<0||at>=seen.length-1;
}
function route(){
  var id=decodeURIComponent(location.hash.slice(1)),target=id&&$(id);
  if(!target||target.id==="top"||target.id==="main"){
    if(target&&target.id==="main"&&current){target.focus();return}
    show(single?docs[0]:null);
    if(!target||target.id==="top")scrollTo(0,0);
    return;
  }
  var doc=target.closest("article.doc");
  if(doc){
    show(doc);
    for(var d=target.closest("details");d;d=d.parentElement.closest("details"))d.open=true;
    if(target===doc){scrollTo(0,0);document.title=doc.querySelector("h2").textContent+" – Contract audit"}
    else target.scrollIntoView({block:"start"});
    target.focus({preventScroll:true});
  }else if(target.closest("#guidance")){
    show(null);root.classList.add("view-guide");target.scrollIntoView();
  }
}
addEventListener("hashchange",route);
function step(by){
  var seen=visibleRows(),at=seen.findIndex(function(r){return current&&r.dataset.d===current.id});
  if(seen[at+by])location.hash=seen[at+by].dataset.d;
}
$("prev").addEventListener("click",function(){step(-1)});
$("next").addEventListener("click",function(){step(1)});

/* filters: every row keeps its place in the table, those that do not match are hidden */
var texts=Object.create(null);
function textOf(id){
  if(texts[id]===undefined){var doc=$(id);texts[id]=doc?doc.textContent.toLowerCase().replace(/\s+/g," "):""}
  return texts[id];
}
function column(key){return all("thead th",$("matrix")).findIndex(function(th){return th.dataset.k===key})}
function filter(){
  var words=$("q").value.trim().toLowerCase().replace(/\s+/g," "),band=$("fb").value,family=$("ff").value,status=$("fs").value;
  var index=family?column(family):-1,count=0;
  rows.forEach(function(row){
    var order=+row.dataset.b,ok=true;
    if(band==="none")ok=order===-1;
    else if(band!=="")ok=order>=+band;
    if(ok&&index>=0){var v=row.cells[index].dataset.v;ok=v!==undefined&&(band===""||band==="none"||+v>=+band)}
    if(ok&&status)ok=status==="unread"?row.dataset.s!=="scanned":row.dataset.s===status;
    if(ok&&words)ok=textOf(row.dataset.d).indexOf(words)>=0;
    row.hidden=!ok;
    if(ok)count++;
  });
  $("count").textContent=count===rows.length?rows.length+" contracts":count+" of "+rows.length+" contracts";
}
function visibleRows(){return all("tr",body).filter(function(row){return !row.hidden})}
var timer;
$("q").addEventListener("input",function(){clearTimeout(timer);timer=setTimeout(filter,120)});
["fb","ff","fs"].forEach(function(id){$(id).addEventListener("change",filter)});
$("filters").addEventListener("reset",function(){setTimeout(filter)});
$("filters").addEventListener("submit",function(event){event.preventDefault();filter()});

/* sorting */
function keyOf(row,key,index){
  if(key==="name")return row.cells[0].textContent.toLowerCase();
  if(key==="band")return +row.dataset.b;
  if(key==="n")return +row.dataset.n;
  if(key==="status")return row.dataset.s;
  var v=row.cells[index].dataset.v;
  return v===undefined?-1:+v*1000+parseInt(row.cells[index].textContent.replace(/\D/g,""),10);
}
all("thead th",$("matrix")).forEach(function(th,index,heads){
  th.querySelector("button").addEventListener("click",function(){
    var key=th.dataset.k,textual=key==="name"||key==="status";
    var was=th.getAttribute("aria-sort"),down=was?was==="ascending":!textual;
    heads.forEach(function(h){h.removeAttribute("aria-sort")});
    th.setAttribute("aria-sort",down?"descending":"ascending");
    var keyed=rows.map(function(row,n){return[keyOf(row,key,index),n,row]});
    keyed.sort(function(a,b){return((a[0]>b[0])-(a[0]<b[0]))*(down?-1:1)||a[1]-b[1]});
    var piece=document.createDocumentFragment();
    keyed.forEach(function(item){piece.appendChild(item[2])});
    body.appendChild(piece);
    say("Sorted by "+th.textContent.trim()+", "+(down?"descending":"ascending"));
  });
});

/* playbook and authorities stand once a page, and are shown where they are asked for */
function fill(details){
  var guide=$(details.dataset.g);
  if(!guide||details.dataset.full)return;
  details.dataset.full="1";
  details.replaceChild(guide.querySelector(".gb").cloneNode(true),details.querySelector("p"));
}
document.addEventListener("toggle",function(event){
  if(event.target.open&&event.target.dataset&&event.target.dataset.g)fill(event.target);
},true);
document.addEventListener("click",function(event){
  var button=event.target.closest("button.copy");
  if(!button)return;
  var words=button.parentElement.querySelector(".wording");
  function done(){button.textContent="Copied";say("Wording copied");setTimeout(function(){button.textContent="Copy wording"},1600)}
  function old(){
    var range=document.createRange(),selection=getSelection();
    range.selectNodeContents(words);selection.removeAllRanges();selection.addRange(range);
    if(document.execCommand("copy")){selection.removeAllRanges();done()}
    else say("The wording is selected: copy it with the keyboard");
  }
  if(navigator.clipboard&&isSecureContext)navigator.clipboard.writeText(words.textContent).then(done,old);
  else old();
});

/* one family of a contract at a time */
function familyFilter(doc){
  if(doc.dataset.ready)return;
  doc.dataset.ready="1";
  var found=doc.querySelector(".found"),cards=found?all(".f",found):[],names=Object.create(null),order=[];
  all("#ff option").forEach(function(option){if(option.value){names[option.value]=option.textContent}});
  cards.forEach(function(card){var f=card.dataset.f;if(order.indexOf(f)<0&&!card.closest("details"))order.push(f)});
  if(order.length<2)return;
  var bar=document.createElement("div");
  bar.className="famfilter";bar.setAttribute("role","group");bar.setAttribute("aria-label","Show one family");
  [""].concat(order).forEach(function(family){
    var button=document.createElement("button");
    button.type="button";button.textContent=family?names[family]||family:"All findings";
    button.setAttribute("aria-pressed",String(!family));
    button.addEventListener("click",function(){
      all("button",bar).forEach(function(b){b.setAttribute("aria-pressed",String(b===button))});
      cards.forEach(function(card){card.hidden=!!family&&card.dataset.f!==family});
      all(".group",found).forEach(function(group){group.hidden=!group.querySelector(".f:not([hidden])")});
    });
    bar.appendChild(button);
  });
  found.insertBefore(bar,found.firstChild);
}

/* colours */
function dark(){return root.dataset.theme?root.dataset.theme==="dark":matchMedia("(prefers-color-scheme:dark)").matches}
function label(){$("theme").textContent=dark()?"Light":"Dark";$("theme").setAttribute("aria-pressed",String(dark()))}
$("theme").addEventListener("click",function(){
  root.dataset.theme=dark()?"light":"dark";
  try{localStorage.setItem("auditor-theme",root.dataset.theme)}catch(e){}
  label();
});
label();

/* printing: from a contract, that contract; from the portfolio, everything */
var opened=[];
addEventListener("beforeprint",function(){
  if(!current)root.classList.add("print-all");
  opened=all("details:not([open])",current||document);
  opened.forEach(function(details){if(details.dataset.g)fill(details);details.open=true});
});
addEventListener("afterprint",function(){
  root.classList.remove("print-all");
  opened.forEach(function(details){details.open=false});
});
$("print").addEventListener("click",function(){print()});

/* keys: j and k walk the findings or the contracts, / searches */
addEventListener("keydown",function(event){
  if(event.ctrlKey||event.metaKey||event.altKey||/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName))return;
  if(event.key==="/"&&!current){event.preventDefault();$("q").focus();return}
  var by=event.key==="j"?1:event.key==="k"?-1:0;
  if(!by)return;
  var stops=current?all(".f",current).filter(function(f){return f.offsetParent}):visibleRows().map(function(r){return r.querySelector("a")});
  var at=stops.findIndex(function(s){return s===document.activeElement||s.contains(document.activeElement)});
  var to=stops[Math.max(0,at+by)];
  if(to){to.focus({preventScroll:true});to.scrollIntoView({block:current?"start":"nearest"})}
});

filter();
route();
})();
