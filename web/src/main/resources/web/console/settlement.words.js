// Words of the room of the settlement.

import {teach} from '../words.js';

teach({
  settlement_hint: ['每人每月的有效服务天数；暂停服务的日子已扣除，借用手环计入', 'Active days of service by person and month; suspensions are deducted, lent bands count'],
  settlement_until: ['截至月份', 'Last month'],
  settlement_days: ['{0} 天', '{0} days'],
  settlement_wearers: ['{0} 人', '{0} people'],
  settlement_away: ['暂停 {0} 天', '{0} away'],
  settlement_total: ['合计', 'Total'],
  settlement_noArea: ['未定网格', 'No grid'],
  settlement_open: ['未结算', 'open'],
  settlement_closed: ['{0} 于 {1} 结算', 'closed by {0}, {1}'],
  settlement_close: ['结算本月', 'Close'],
  settlement_closeSure: ['结算 {0}：以后的数据不再改变它。确定吗？', 'Close {0}: later data will not change it. Sure?'],
  settlement_download: ['导出 CSV', 'CSV'],
  settlement_rule: ['计天规则（只影响未结算的月份）', 'Which days count (in open months)'],
  settlement_basis: ['依据', 'By'],
  settlement_basis_assigned: ['持有手环时长', 'having a band'],
  settlement_basis_heard: ['当天有数据', 'data on that day'],
  settlement_basis_either: ['两者之一', 'either'],
  settlement_hours: ['当天持有超过（小时）', 'for more than (hours)'],
});
