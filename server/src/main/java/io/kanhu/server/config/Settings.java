package io.kanhu.server.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Everything that can be set, with its default. {@code docs/operating.md} explains each. */
@ConfigMapping(prefix = "kanhu")
public interface Settings {
    /** The data directory: embedded database, lock, demo file. */
    @WithDefault("var")
    Path data();

    Mqtt mqtt();

    Http http();

    Metrics metrics();

    Database database();

    Broker broker();

    Session session();

    Retention retention();

    ChannelSettings channels();

    Watch watch();

    Routing routing();

    Outage outage();

    Limits limits();

    Audit audit();

    Oidc oidc();

    Map map();

    /** Where bands connect. */
    interface Mqtt {
        @WithDefault("127.0.0.1")
        String host();

        /** 0 for any free one. */
        @WithDefault("1883")
        int port();

        /** Messages of one band in a second, 1 to 100000; what is over it waits. */
        @WithDefault("500")
        int quota();
    }

    /** Where people and programs connect. */
    interface Http {
        @WithDefault("127.0.0.1")
        String host();

        @WithDefault("8080")
        int port();

        /** Addresses or networks of the proxies whose {@code X-Forwarded-For} says where a request comes from; absent for none. */
        Optional<List<String>> trustedProxies();
    }

    /** Where Prometheus connects. */
    interface Metrics {
        @WithDefault("127.0.0.1")
        String host();

        @WithDefault("9464")
        int port();
    }

    /** Another database than the embedded one. */
    interface Database {
        /** {@code jdbc:postgresql://…}; absent for the embedded one. */
        Optional<String> url();

        @WithDefault("kanhu")
        String user();

        Optional<String> password();
    }

    /** A broker that bands are connected to. */
    interface Broker {
        /** {@code tcp://host:1883} or {@code ssl://host:8883}; absent for none. */
        Optional<String> url();

        @WithDefault("kanhu")
        String clientId();

        Optional<String> user();

        Optional<String> password();

        /** Whether several nodes share the telemetry; calls for help come to every node. */
        @WithDefault("false")
        boolean shared();

        /** Connections for telemetry; more than one only if it is shared. */
        @WithDefault("1")
        int clients();

        /** Messages the broker may send over each before the first is acknowledged, 1 to 65535. */
        @WithDefault("2000")
        int receiveMaximum();
    }

    /** How Kanhu watches itself. */
    interface Watch {
        /** From one call for help of its own to the next; 0 for none. */
        @WithDefault("60")
        int selfTestSeconds();

        /** {@code https://…}: called after each that went all the way; absent for none. */
        Optional<String> heartbeatUrl();
    }

    /** Whose people are called. */
    interface Routing {
        /** How old a position may be, in minutes, and still say which grid a wearer is in. */
        @WithDefault("15")
        int fixMinutes();
    }

    /** What happens while the database is away. */
    interface Outage {
        /** How long a press may wait to be stored before people are called without the database, 500 to 60000. */
        @WithDefault("2000")
        int tellAfterMillis();
    }

    /** What lies under the maps of the pages. */
    interface Map {
        /** {@code https://…/{z}/{x}/{y}.png}, in WGS-84; absent for outlines alone. */
        Optional<String> tiles();
    }

    /** How people stay logged in. */
    interface Session {
        /** From the login to the next one. */
        @WithDefault("12")
        int hours();

        /** How long a session holds that nobody uses, 15 to 44640; a page that is open uses it. */
        @WithDefault("720")
        int idleMinutes();

        /** Whether browsers get the cookie for https only: set it where a proxy speaks TLS. */
        @WithDefault("false")
        boolean secure();
    }

    /** How many requests in a second people and programs may send; ten seconds' worth at once. */
    interface Limits {
        /** Of one session; 0 for any number. */
        @WithDefault("200")
        int sessionPerSecond();

        /** Of one network address; 0 for any number. */
        @WithDefault("1000")
        int addressPerSecond();
    }

    /** What is asked of those who look. */
    interface Audit {
        /** Whether a look at a wearer who does not call needs a reason, of all but grid workers. */
        @WithDefault("false")
        boolean askReason();
    }

    /** Another server that says who somebody is, by OpenID Connect. */
    interface Oidc {
        /** {@code https://…}, as it calls itself; absent for none. */
        Optional<String> issuer();

        Optional<String> clientId();

        /** A file that holds the client's secret; without one the client is a public one. */
        Optional<Path> clientSecretFile();

        Optional<String> clientSecret();

        /** Where people reach Kanhu, {@code https://…} without a path. */
        Optional<String> publicUrl();

        /** The claim that holds the user's name here. */
        @WithDefault("preferred_username")
        String claim();

        /** What is asked for beside {@code openid}, separated by blanks. */
        @WithDefault("profile")
        String scope();

        /** What its button is called. */
        @WithDefault("统一身份认证")
        String label();

        /** The role of people who have no user yet: care, supervisor or operator; absent to let nobody in who has none. */
        Optional<String> createRole();

        /** The area such people look after, by its code; absent for the whole city. */
        Optional<String> createArea();
    }

    /** For how many days each kind of data is kept. */
    interface Retention {
        /** Readings of heart rate, pressure and the like: 13 months. */
        @WithDefault("396")
        int vitalSignDays();

        /** The same by the hour: 5 years. */
        @WithDefault("1826")
        int hourlyDays();

        @WithDefault("30")
        int locationDays();

        @WithDefault("90")
        int bandStatusDays();

        /** Alerts that have ended, with their events and notifications, and presses: 3 years. */
        @WithDefault("1096")
        int alertDays();

        /** Who looked at whom: 3 years. */
        @WithDefault("1096")
        int auditDays();
    }
}
