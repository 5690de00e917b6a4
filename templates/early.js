(function(){var r=document.documentElement;r.classList.add("js");
try{var t=localStorage.getItem("auditor-theme");if(t)r.dataset.theme=t}catch(e){}
if(/^#d-/.test(location.hash))r.classList.add("view-doc")})();
