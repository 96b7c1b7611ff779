// Words of the room of the roster.

import {teach} from '../words.js';

teach({
  roster_before: ['上一周', 'Week before'],
  roster_after: ['下一周', 'Week after'],
  roster_thisWeek: ['本周', 'This week'],
  roster_primary: ['主班', 'first duty'],
  roster_backup: ['备班', 'backup'],
  roster_gap: ['无人值班', 'nobody'],
  roster_gaps: ['本周有 {0} 处无人值班', '{0} times with nobody on duty this week'],
  roster_noGaps: ['本周没有空班', 'Somebody is on duty all week'],
  roster_plan: ['排班', 'Plan a shift'],
  roster_worker: ['网格员', 'Worker'],
  roster_duty: ['类型', 'Duty'],
  roster_untilHint: ['留空：长期', 'Empty: until further notice'],
  roster_shifts: ['{0} 的班次（每周班表由文件导入）', 'Shifts of {0} (weekly ones come by file)'],
  roster_alter: ['修改', 'Alter'],
  roster_end: ['结束', 'End'],
  roster_further: ['长期', 'until further notice'],
  roster_absences: ['请假', 'Absences'],
  roster_swaps: ['换班', 'Swaps'],
  roster_swap: ['{0} 的班由 {1} 代', '{1} does the shifts of {0}'],
  roster_reason: ['事由', 'Reason'],
  roster_back: ['已回岗', 'Back'],
  roster_giver: ['谁的班', 'Whose shifts'],
  roster_taker: ['谁来代', 'Who does them'],
  roster_agree: ['同意', 'Agree'],
  roster_withdraw: ['撤销', 'Withdraw'],
  roster_notAgreed: ['（待同意）', '(not agreed yet)'],
});
