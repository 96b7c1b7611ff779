// The words of a case that is open at a desk.

import {teach} from '../words.js';

teach({
  case_title: ['案卷 {0}', 'Case {0}'],
  case_wearer: ['老人页面', "Wearer's page"],
  case_told: ['已通知', 'Who was called'],
  case_events: ['处置记录', 'Case file'],
  case_reassignTo: ['转派给', 'Give it to'],
  case_why: ['原因（可不填）', 'Why (optional)'],
  case_onDuty: ['当班：{0}', 'on duty: {0}'],
  case_noApp: ['（没有应用）', '(no page)'],
  case_note: ['写给本案所有人', 'For all who are on it'],
  case_supervise: ['督办', 'Urge'],
  case_backup: ['加派支援', 'Call backup'],
  case_arrive: ['到场', 'Arrived'],
  case_resolve: ['办结', 'Resolve'],
  case_callback: ['回访', 'Call back'],
  case_callbackDone: ['已回访 {0}', 'Called back {0}'],
  case_close: ['归档', 'Close the file'],
  case_outcome: ['结果', 'Outcome'],
  case_send: ['确定', 'Do it'],
  case_cancel: ['取消', 'Cancel'],
  case_sayWhat: ['请先写几个字', 'Please write a few words first'],
  case_chooseWho: ['请先选人', 'Choose somebody first'],
  case_notSent: ['没有发出去：{0}', 'Not sent: {0}'],
  case_gone: ['没有这个案卷，或不归您管', 'There is no such case for you'],
  case_noPerson: ['此角色不显示老人资料', "This role does not see the person's data"],
});
