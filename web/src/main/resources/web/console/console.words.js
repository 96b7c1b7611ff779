// The words of the console's frame.

import {teach} from '../words.js';

teach({
  console: ['看护工作台', 'Kanhu console'],
  rooms: ['栏目', 'Rooms'],
  room_board: ['值守大屏', 'Live board'],
  room_wearer: ['老人', 'People'],
  room_care: ['关怀', 'Care'],
  room_report: ['周报', 'Weekly report'],
  nothingForYou: ['这里没有您的栏目；网格员请用手机页面', 'There is nothing here for you; grid workers use the phone page'],
});
