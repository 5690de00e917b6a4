(function(){
var root=document.documentElement;
root.classList.add("js");
/* should the script fail, everything is shown, as without script */
addEventListener("error",function(){root.classList.remove("js","view-doc")});
try{var theme=localStorage.getItem("auditor-theme");if(theme)root.dataset.theme=theme}catch(e){}
if(root.classList.contains("single")||/^#d-/.test(location.hash))root.classList.add("view-doc");
})();
