/**
 * Runs before the page's code has come, and notes what is pressed meanwhile for `EarlyPresses`: buttons that only that code gives a
 * meaning, and forms, which are held back. It listens behind the code itself, so that what that has heard is not noted.
 */
export const earlyScript = `(()=>{
const presses=[];
const note=(event)=>{
if(event.type==="submit"){event.preventDefault();add(event.target,event.submitter);return}
const button=event.target.closest?.("button");
if(button&&!(button.form&&button.type==="submit"))add(button);
};
const add=(pressed,submitter)=>{if(!presses.some(([one])=>one===pressed))presses.push([pressed,submitter])};
addEventListener("click",note);
addEventListener("submit",note);
window.parleyEarly=()=>{
removeEventListener("click",note);
removeEventListener("submit",note);
window.parleyEarly=undefined;
return presses;
};
})();`;
