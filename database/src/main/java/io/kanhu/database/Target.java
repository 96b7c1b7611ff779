package io.kanhu.database;

/**
 * Where a database is and who we are there.
 *
 * @param url JDBC URL, {@code jdbc:postgresql://host:port/name}
 */
public record Target(String url, String user, String password) {

    /** Leaves the password out: this may be logged. */
    @Override
    public String toString() {
        return url + " as " + user;
    }
}
