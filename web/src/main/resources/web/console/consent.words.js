// The words of a wearer's consent.

import {teach} from '../words.js';

teach({
  consent_title: ['授权', 'Consent'],
  consent_none: ['尚未授权：网格员只在呼叫未结时看到位置；这里的位置需写明事由', 'None on file: grid workers see whereabouts only during a call; here a reason has to be stated'],
  consent_given: ['已授权网格员查看位置：{0} 由 {1} 登记', 'Grid workers may see whereabouts: given {0}, written down by {1}'],
  consent_note: ['授权书存放处（可不填）', 'Where the paper is (optional)'],
  consent_give: ['登记授权', 'Write down consent'],
  consent_withdraw: ['撤回授权', 'Withdraw'],
  consent_withdrawn: ['{0} 已撤回（{1}）', 'Withdrawn {0} ({1})'],
});
