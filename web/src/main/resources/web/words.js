// Every word on the page, Chinese and English side by side, so that none can be missing in one of them.

const WORDS = {
  title: ['看护', 'Kanhu'],
  logIn: ['登录', 'Log in'],
  logOut: ['退出', 'Log out'],
  name: ['用户名', 'User name'],
  password: ['密码', 'Password'],
  otherLanguage: ['English', '中文'],
  wrongPassword: ['用户名或密码不对', 'Name or password is wrong'],
  tooManyTries: ['密码错误次数过多，请 {0} 分钟后再试', 'Too many wrong passwords; try again in {0} min'],
  noNetwork: ['没有发出去：网络不通。请再点一次', 'Not sent: no network. Please tap again'],
  serverTrouble: ['服务器暂时不能处理，请再点一次', 'The server cannot do it just now; please tap again'],
  sessionOver: ['登录已过期，请重新登录', 'Your session has run out; please log in again'],
  refusedTaken: ['{0} 已经接单', '{0} already goes'],
  connected: ['已连接', 'Connected'],
  lost: ['{0} 断线，重连中', 'Lost {0}, reconnecting'],
  blind: ['断线：现在的呼叫这里看不到', 'No connection: calls do not reach this page'],
  blindHint: ['请检查手机网络', 'Please check the network of this phone'],
  soundOff: ['点此开启声音', 'Tap to switch the sound on'],
  silence: ['静音', 'Silence'],
  town: ['手环 {0} 只 · 10 分钟内有数据 {1} 只', '{0} bands · {1} heard within 10 min'],
  quiet: ['现在没有人呼叫', 'Nobody is calling'],
  quietHint: ['有人按下求助键时，这里会响铃', 'When somebody presses for help, this page rings'],
  calling: ['{0} 正在呼叫！', '{0} is calling!'],
  unknownWearer: ['未登记的佩戴人（手环 {0}）', 'Unknown wearer (band {0})'],
  kind_sos: ['紧急呼叫', 'SOS'],
  kind_fall: ['跌倒', 'Fall'],
  kind_heart_rate_high: ['心率过快', 'Pulse too fast'],
  kind_heart_rate_low: ['心率过慢', 'Pulse too slow'],
  kind_blood_pressure_crisis: ['血压异常', 'Blood pressure'],
  kind_left_safe_zone: ['越区', 'Left the safe zone'],
  kind_immobile: ['长时间静止', 'Not moving'],
  kind_silent: ['失联', 'No data'],
  kind_band_removed: ['未佩戴', 'Band not worn'],
  kind_battery_low: ['低电量', 'Battery low'],
  state_raised: ['待派单', 'Nobody told yet'],
  state_dispatched: ['已派单', 'Waiting for an answer'],
  state_acknowledged: ['已接单', 'Somebody goes'],
  state_on_scene: ['已到场', 'On scene'],
  state_resolved: ['已办结', 'Resolved'],
  state_closed: ['已归档', 'Closed'],
  state_cancelled: ['已取消，仍需核实', 'Called off, still to be checked'],
  late: ['迟到的呼叫', 'Late call'],
  pressed: ['按了 {0} 次', 'pressed {0} times'],
  goes: ['{0} 已接单', '{0} goes'],
  youGo: ['您已接单', 'You go'],
  acknowledge: ['接单', "I'll go"],
  arrive: ['到场签到', 'I am there'],
  resolve: ['办结', 'How did it end?'],
  close: ['归档', 'Close the file'],
  decline: ['我去不了', "I can't go"],
  whyNot: ['为什么去不了？会马上通知下一位', 'Why not? The next is called at once'],
  reason_far: ['太远，赶不到', 'Too far away'],
  reason_busy: ['正在处理别的呼叫', 'Busy with another call'],
  reason_unwell: ['身体不适', 'Not well'],
  reason_off: ['不在岗', 'Off duty'],
  backup: ['请求支援', 'Call backup'],
  supervise: ['督办', 'Urge'],
  superviseNote: ['要对接单人说什么', 'What whoever goes shall hear'],
  callback: ['回访', 'Called back'],
  callbackNote: ['回访情况', 'What they said'],
  send: ['提交', 'Send'],
  back: ['返回', 'Back'],
  sayWhat: ['请先写几个字', 'Please write a few words first'],
  declineDone: ['已记录，并通知下一位', 'On the file; the next is called'],
  backupDone: ['已通知支援人员', 'Backup is called'],
  superviseDone: ['已督办，对方手机会再次响铃', 'Their phone rings again'],
  callbackDone: ['回访已记录', 'On the file'],
  nobodyToCall: ['现在没有可通知的支援人员；紧急时请拨 120', 'Nobody can be called now; dial 120 if it is urgent'],
  cannotUrge: ['通知不到对方，请直接打电话', 'They cannot be reached by the page; call them by hand'],
  note: ['情况说明（可不填）', 'Note (optional)'],
  chooseOutcome: ['选择处置结果', 'Choose the outcome'],
  outcome_helped: ['紧急救助', 'Helped'],
  outcome_hospital: ['已送医', 'Taken to hospital'],
  outcome_non_urgent: ['非紧急救助', 'Helped, not urgent'],
  outcome_asked: ['咨询', 'Asked something'],
  outcome_mistake: ['误触', 'Pressed by mistake'],
  outcome_device_fault: ['设备故障', 'Device fault'],
  outcome_test: ['试按', 'Test press'],
  outcome_nobody_there: ['无人应答', 'Nobody there'],
  outcome_called_off: ['已取消', 'Called off'],
  years: ['{0} 岁', '{0} years'],
  sex_f: ['女', 'woman'],
  sex_m: ['男', 'man'],
  risk_high: ['高风险', 'High risk'],
  risk_key: ['重点', 'Key person'],
  risk_ordinary: ['一般', 'Ordinary'],
  address: ['地址', 'Address'],
  access: ['进门', 'Getting in'],
  medical: ['病史', 'Medical'],
  callWearer: ['打给老人', 'Call'],
  keyHolder: ['有钥匙', 'has a key'],
  lastPlace: ['最后位置', 'Last place'],
  onMap: ['看地图', 'Map'],
  heartRate: ['心率', 'Pulse'],
  bloodPressure: ['血压', 'Pressure'],
  battery: ['电量', 'Battery'],
  history: ['处置记录', 'Case file'],
  loading: ['正在读取…', 'Loading …'],
  event_raised: ['报警', 'Raised'],
  event_pressed_after_fall: ['跌倒后按键求助', 'Pressed for help after the fall'],
  event_fell: ['手环感知跌倒', 'The band felt a fall'],
  event_pressed_again: ['再次按键', 'Pressed again'],
  event_called_off: ['取消呼叫', 'Called off'],
  event_worsened: ['加重', 'Worse'],
  event_cleared: ['已恢复', 'Back to normal'],
  event_dispatched: ['派单', 'Dispatched'],
  event_nobody_reachable: ['此级无人可通知，转下一级', 'Nobody to be reached at this step'],
  event_top_of_ladder: ['已通知到最高一级，继续重复', 'Top of the ladder, repeating'],
  event_went_silent: ['接单后无动静，已催问', 'Silent since, asked'],
  event_declined: ['无法前往', "Can't go"],
  event_backup_called: ['请求支援', 'Backup called'],
  event_supervised: ['督办', 'Supervised'],
  event_called_back: ['回访', 'Called back'],
  event_acknowledged: ['接单', 'Acknowledged'],
  event_arrived: ['到场', 'Arrived'],
  event_resolved: ['办结', 'Resolved'],
  event_closed: ['归档', 'Closed'],
  secondsAgo: ['{0} 秒前', '{0} s ago'],
  minutesAgo: ['{0} 分钟前', '{0} min ago'],
  hoursAgo: ['{0} 小时前', '{0} h ago'],
  daysAgo: ['{0} 天前', '{0} d ago'],
};

const LANGUAGES = ['zh', 'en'];
const KEY = 'kanhu.language';

let current = LANGUAGES.includes(localStorage.getItem(KEY)) ? localStorage.getItem(KEY) : 'zh';

/** The page's language, `zh` or `en`. */
export const language = () => current;

/** Whether somebody has chosen the language on this phone. */
export const languageIsChosen = () => localStorage.getItem(KEY) !== null;

/** Speaks another language from now on; `remember` it for this phone. */
export function speak(wanted, remember) {
  current = LANGUAGES.includes(wanted) ? wanted : 'zh';
  if (remember) localStorage.setItem(KEY, current);
  document.documentElement.lang = current === 'zh' ? 'zh-CN' : 'en';
}

/** The words for a key, with {0}, {1} … replaced; a word the server has and we don't is shown as it is. */
export function word(key, ...values) {
  const both = WORDS[key];
  if (!both) return key.replace(/^[a-z]+_/, '');
  return both[LANGUAGES.indexOf(current)].replace(/\{(\d)\}/g, (whole, index) => values[index] ?? '');
}
