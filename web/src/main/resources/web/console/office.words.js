// Words that the rooms of the office share.

import {teach} from '../words.js';

teach({
  office_search: ['查找', 'Search'],
  office_searchHint: ['姓名或编号', 'Name or number'],
  office_save: ['保存', 'Save'],
  office_cancel: ['取消', 'Cancel'],
  office_add: ['添加', 'Add'],
  office_remove: ['删除', 'Remove'],
  office_back: ['返回', 'Back'],
  office_next: ['下一步', 'Next'],
  office_onlyFirst: ['这里只列出前 {0} 条，请缩小查找范围', 'These are the first {0}; narrow your search for others'],
  office_none: ['没有记录', 'Nothing here'],
  office_name: ['姓名', 'Name'],
  office_code: ['编号', 'Number'],
  office_phone: ['电话', 'Telephone'],
  office_grid: ['网格', 'Grid'],
  office_area: ['社区', 'Community'],
  office_band: ['手环', 'Band'],
  office_model: ['型号', 'Model'],
  office_from: ['开始', 'From'],
  office_until: ['结束', 'Until'],
  office_since: ['自', 'Since'],
  office_state: ['状态', 'State'],
  office_person: ['佩戴人', 'Wearer'],
  office_choose: ['请选择', 'Choose'],
  office_noGrid: ['未定网格', 'No grid'],
  office_by: ['经办', 'By'],
  office_saved: ['已保存', 'Saved'],
  office_actions: ['操作', 'Do'],
});
