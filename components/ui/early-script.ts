/**
 * Runs before the page's code has come, and notes what is pressed meanwhile for `EarlyPresses`: buttons that only that code gives a
 * meaning, and forms, which are held back. It listens before React, which stops a press that it cannot give to anybody yet; the
 * press in whose midst the page becomes ready (`window.event`) React passes on itself.
 */
export const earlyScript = `(()=>{
const presses=[];
const note=(event)=>{
if(event.type==="submit"){event.preventDefault();add(event,event.target,event.submitter);return}
const button=event.target.closest?.("button");
if(button&&!(button.form&&button.type==="submit"))add(event,button);
};
const add=(event,pressed,submitter)=>{if(!presses.some((one)=>one.pressed===pressed))presses.push({event,pressed,submitter})};
addEventListener("click",note,true);
addEventListener("submit",note,true);
window.parleyEarly=()=>{
removeEventListener("click",note,true);
removeEventListener("submit",note,true);
window.parleyEarly=undefined;
return presses.filter(({event})=>event!==window.event);
};
})();`;
