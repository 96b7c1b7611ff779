package io.kanhu.alerting.ladder;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What people have an address for. */
public final class Addresses {
    /** Column {@code addresses} of a worker {@code w}. */
    public static final String OF_WORKER = """
            array_remove(ARRAY[
              -- One by one: for an EXISTS, PostgreSQL may read all users first.
              CASE WHEN (SELECT true FROM app_user u WHERE u.worker_id = w.id AND NOT u.disabled LIMIT 1) THEN 'app' END,
              CASE WHEN (SELECT true FROM app_user u JOIN push_subscription s ON s.user_id = u.id
                          WHERE u.worker_id = w.id AND NOT u.disabled LIMIT 1) THEN 'push' END,
              CASE WHEN w.phone IS NOT NULL THEN 'sms' END,
              CASE WHEN w.phone IS NOT NULL THEN 'voice' END,
              CASE WHEN w.wecom_user IS NOT NULL THEN 'wecom' END,
              'wecom_group', 'dingtalk_group',
              CASE WHEN w.ntfy_topic IS NOT NULL THEN 'ntfy' END,
              CASE WHEN w.email IS NOT NULL THEN 'email' END], NULL) AS addresses""";

    /** The same column of a wearer's contact {@code k}. */
    public static final String OF_CONTACT =
            "array_remove(ARRAY['sms', 'voice', CASE WHEN k.email IS NOT NULL THEN 'email' END], NULL) AS addresses";

    private Addresses() {}

    /** The column {@code addresses}. */
    public static Set<Means> read(ResultSet row) throws SQLException {
        Set<Means> means = EnumSet.noneOf(Means.class);
        for (String code : (String[]) row.getArray("addresses").getArray()) {
            means.add(Means.of(code));
        }
        return Collections.unmodifiableSet(means);
    }
}
