// The words of the red band.

import {teach} from '../words.js';

teach({
  trouble_band: ['需要立即处理', 'Needs somebody now'],
  trouble_unreachable: ['控制台连不上服务器：现在看不到新的呼叫。请检查网络；必要时改用手机页面或电话', 'The console does not reach the server: new calls are not shown. Check the network; use the phone page or the telephone'],
  trouble_database: ['数据库不可用。求助仍会响铃，应答会补录。请立即检查数据库', 'The database is away. Calls for help still ring and answers are kept. See to the database now'],
  trouble_server: ['服务器异常：{0}。见运维手册', 'The server has a problem: {0}. See the operating guide'],
  trouble_undelivered: ['{0} 编号 {1}（{2} 呼叫）：没有一个人收到。请打开案卷转派，或直接打电话派人', '{0}, no. {1}, raised at {2}: nobody has heard of it. Open the case and give it to somebody, or send somebody by telephone'],
  trouble_uncalled: ['{0} 编号 {1}，{2}：没有人当班，谁都没有通知到。请打开案卷转派', '{0}, no. {1}, {2}: nobody is on duty and nobody was called. Open the case and give it to somebody'],
  trouble_self_test: ['自检呼叫已 {0} 未走通：真实呼叫可能也到不了人。请查看日志', 'The self-test has not got through for {0}: real calls may not either. See the log'],
  trouble_channel: ['{0}发送失败（{1} 起）：{2}。联系服务商；同时用电话派人', '{0} fails since {1}: {2}. Talk to the provider; send people by telephone meanwhile'],
  trouble_ladder_gap: ['网格 {0} 第 {1} 级现在无人可通知（{2}），涉及 {3} 人。请在排班中补人', 'Grid {0}, step {1} reaches nobody now ({2}), {3} wearers. Put somebody on the roster'],
  trouble_gap_nobody: ['无人当班', 'nobody on duty'],
  trouble_gap_address: ['当班人没有联系方式', 'no address for those on duty'],
  trouble_no_channel: ['升级第 {0} 级要用的渠道没有配置（见运维手册“渠道”）', 'Step {0} of the ladder needs a channel that is not set up (operating guide, channels)'],
  trouble_open: ['打开案卷', 'Open the case'],
  trouble_more: ['还有 {0} 条', '{0} more'],
  trouble_mute: ['静音', 'Silence'],
  trouble_seconds: ['{0} 秒', '{0} s'],
  trouble_minutes: ['{0} 分钟', '{0} min'],
  trouble_hours: ['{0} 小时', '{0} h'],
});
