// The words of the console's frame.

import {teach} from '../words.js';

teach({
  console: ['看护工作台', 'Kanhu console'],
  rooms: ['栏目', 'Rooms'],
  room_board: ['值守大屏', 'Live board'],
  room_audit: ['查看日志', 'Who looked'],
  room_users: ['用户', 'Users'],
  room_account: ['我的账户', 'My account'],
  room_enrol: ['入网登记', 'Enrol'],
  room_bands: ['手环管理', 'Bands'],
  room_devices: ['设备工单', 'Devices'],
  room_settlement: ['服务结算', 'Settlement'],
  room_roster: ['值班表', 'Roster'],
  room_ladders: ['呼叫梯次', 'Ladders'],
  room_places: ['区域与网格', 'Places'],
  room_wearer: ['老人', 'People'],
  room_care: ['关怀', 'Care'],
  room_report: ['周报', 'Weekly report'],
  nothingForYou: ['这里没有您的栏目；网格员请用手机页面', 'There is nothing here for you; grid workers use the phone page'],
});
