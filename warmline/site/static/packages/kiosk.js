(()=>{window.x=1;})();
