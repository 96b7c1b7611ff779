package io.kanhu.server.http;

import io.kanhu.registry.settlement.ServedWearer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.YearMonth;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** A month as a file for spreadsheet programs. */
final class SettlementSheet {
    /** Without it the programs take UTF-8 for something else. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private SettlementSheet() {}

    static String text(YearMonth month, List<ServedWearer> wearers) {
        StringWriter text = new StringWriter();
        text.write(BYTE_ORDER_MARK);
        try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
            printer.printRecord("月份", "社区编码", "社区", "网格编码", "网格", "编号", "姓名", "服务天数", "暂停天数", "手环");
            for (ServedWearer one : wearers) {
                printer.printRecord(
                        month,
                        harmless(one.area()),
                        harmless(one.areaName()),
                        harmless(one.grid()),
                        harmless(one.gridName()),
                        harmless(one.code()),
                        harmless(one.name()),
                        one.days(),
                        one.awayDays(),
                        harmless(one.bands()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into memory", e);
        }
        return text.toString();
    }

    /** A name that a spreadsheet program would take for a formula is made a text. */
    private static String harmless(@Nullable String cell) {
        if (cell == null || cell.isEmpty()) {
            return "";
        }
        return "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }
}
