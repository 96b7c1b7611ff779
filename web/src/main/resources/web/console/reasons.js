// What the server says is wrong, in Chinese: it speaks English to programs, and people read Chinese first. What is not known is left as it is.

import {language} from '../words.js';
import {CASE_REASONS} from './reasons.cases.js';

const REASONS = [
  [/^is empty, fill it in$/, '为空，请填写'],
  [/^is empty, begin it with the header (.*)$/, '文件为空，第一行应为表头 $1'],
  [/^the column is missing, add it to the header (.*)$/, '缺少这一列，请在表头补上：$1'],
  [/^the column is there twice, remove or rename one$/, '这一列出现两次，请删去或改名'],
  [/^the row has (\d+) cells and the header (\d+), .*$/, '这一行有 $1 格，表头只有 $2 格；含逗号的内容请加引号'],
  [/^a quoted cell is not closed.*$/, '引号没有成对；内容里的引号请写成两个'],
  [/^is not UTF-8, save the file as CSV UTF-8$/, '编码无法识别，请另存为“CSV UTF-8”'],
  [/^is longer than (\d+) characters, shorten it$/, '超过 $1 个字，请缩短'],
  [/^contains a NUL character.*$/, '含有无效字符，请另存为“CSV UTF-8”'],
  [/^is not a band id, .*$/, '不是手环编号：1 至 32 位字母、数字、_ 或 -'],
  [/^is not a phone number, .*$/, '不是电话号码：只用数字，可夹 + - ( ) # *'],
  [/^is neither yes nor no, .*$/, '应填“是”或“否”'],
  [/^is not a whole number from (-?\d+) to (-?\d+), .*$/, '应为 $1 到 $2 的整数'],
  [/^is not a number of degrees from (-?\d+) to (\d+), .*$/, '应为 $1 到 $2 的度数，如 35.0312'],
  [/^is no birthday of a living person, .*$/, '出生日期不合理，请更正'],
  [/^is not a date, write it like (.*)$/, '不是日期，请写成 $1'],
  [/^lies outside the years .*$/, '年份应在 1970 到 9999 之间'],
  [/^is not a time of day, write it like (.*)$/, '不是时刻，请写成 $1'],
  [/^is not a time with its offset, write it like (.*)$/, '不是带时区的时间，请写成 $1'],
  [/^the secret begins or ends with a blank.*$/, '密钥首尾有空格，请去掉'],
  [/^the secret has fewer than (\d+) characters.*$/, '密钥不足 $1 位，容易被试出；请用随机密钥'],
  [/^is not a known (\w+), correct it or add it to (.*)$/, '没有这个编号，请更正，或先导入 $2'],
  [/^is not after starts, .*$/, '应晚于开始时间'],
  [/^stands already in .*:(\d+), keep one of the two$/, '与第 $1 行重复，请只留一行'],
  [/^is not a sex here, .*$/, '性别应填“男”或“女”'],
  [/^is not a risk, .*$/, '应填“高风险”“重点”或“一般”'],
  [/^is not a duty, write (\w+) or (\w+)$/, '值班类型应填 $1 或 $2'],
  [/^is not a level, .*$/, '层级应为 市、区县、街镇、社区'],
  [/^is not above it, .*$/, '上级应为更高一级的区域'],
  [/^is not a reason, .*$/, '原因应填 住院、外出、入住机构、其他'],
  [/^is not a weekday, .*$/, '应填 1（周一）到 7（周日）'],
  [/^is empty beside a filled (\w+), .*$/, '经纬度要么都填，要么都不填'],
  [/^with the same lon is what devices write for no place.*$/, '0,0 不是地点，请留空或更正'],
  [/^is the giver too, .*$/, '换班双方不能是同一人'],
  [/^and (\d+) more$/, '另有 $1 处'],
  [/^Nothing was written: some cells cannot be taken\.$/, '没有写入：有内容需要更正'],
  [/^Nothing was written: some features cannot be taken\..*$/, '没有写入：有图形需要更正'],
  [/^Band (\S+) is with wearer (.+) already; .*$/, '手环 $1 已在 $2 手中；请先收回，或换一只'],
  [/^Band (\S+) is with wearer (.+), whose call.*$/, '手环 $1 在 $2 手中，停用后无法求助；请先收回或更换'],
  [/^Band (\S+) is lost, broken or disabled; .*$/, '手环 $1 已丢失、损坏或停用；请换一只'],
  [/^Band (\S+) is in stock already; .*$/, '手环 $1 已在库中，请刷新'],
  [/^Band (\S+) is not with that wearer any more; .*$/, '手环 $1 已不在此人手中，请刷新'],
  [/^There is a band (\S+) already; .*$/, '已有手环 $1，请换一个编号'],
  [/^There is no band (\S+); .*$/, '没有手环 $1；请查看手环列表，或先登记'],
  [/^This wearer has band (\S+) already; .*$/, '此人已有手环 $1；请选择更换，或作为备用机借出'],
  [/^Somebody with the code (\S+) is enrolled already; .*$/, '编号 $1 已登记；请查找此人，或换编号，或留空自动编号'],
  [/^This is not the file that was looked at; .*$/, '文件与预检时不同，没有写入；请重新预检'],
  [/^(20\d\d-\d\d) is not over; .*$/, '$1 还没有过完，不能结算'],
  [/^(20\d\d-\d\d) was closed by (.+) on .*$/, '$1 已由 $2 结算，不再改变'],
  [/^`?until`? must lie after `?from`?\.$/i, '结束时间应晚于开始时间'],
  [/^This shift would be over already; .*$/, '结束时间已过，请改为将来的时间'],
  [/^Shift (\d+) is over and stays as it was\.$/, '这个班次已经结束'],
  [/^There is no worker .*$/, '没有这位网格员'],
  [/^There is no grid .*$/, '没有这个网格'],
  [/^Version (\S+) holds, not (\S+); .*$/, '梯次已被他人修改（现为第 $1 版），请重新查看后再改'],
  [/^The database does not answer.*$/, '数据库暂时没有应答，没有改动；请再试一次'],
  [/^The body is larger than.*$/, '文件过大：最大 8 MiB'],
  ...CASE_REASONS,
];

/** The Chinese for what the server said, or the same again. */
function inChinese(text) {
  for (const [pattern, chinese] of REASONS) {
    if (pattern.test(text)) return text.replace(pattern, chinese);
  }
  return text;
}

/** What the server said, in the reader's language where it is known. */
export const said = text => language() === 'zh' ? inChinese(text) : text;
