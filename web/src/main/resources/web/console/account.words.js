// The words of one's own account.

import {teach} from '../words.js';

teach({
  account_title: ['我的账户', 'My account'],
  account_given: ['您的密码是管理员给的，请改成自己的', 'Somebody else has seen your password; please choose your own'],
  account_passwordTitle: ['修改密码', 'Choose another password'],
  account_old: ['现在的密码', 'The password you have'],
  account_new: ['新密码（至少 10 个字符）', 'The new one (10 characters or more)'],
  account_change: ['修改密码', 'Change it'],
  account_changed: ['密码已修改，其他设备已下线', 'Changed; you are logged out everywhere else'],
  account_sessions: ['登录的设备', 'Where you are logged in'],
  account_device: ['设备', 'Device'],
  account_address: ['网络地址', 'Address'],
  account_since: ['登录时间', 'Since'],
  account_seen: ['最近使用', 'Last used'],
  account_current: ['本机', 'this one'],
  account_unknown: ['未知', 'unknown'],
  account_end: ['下线', 'Log out there'],
  account_endOthers: ['其他设备全部下线', 'Log out everywhere else'],
  account_trouble: ['没有完成：{0}', 'Not done: {0}'],
});
