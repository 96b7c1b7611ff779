package io.kanhu.server;

import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Rate;
import io.kanhu.alerting.channel.aliyun.AliyunSignature;
import io.kanhu.alerting.channel.aliyun.AliyunSms;
import io.kanhu.alerting.channel.aliyun.AliyunVoice;
import io.kanhu.alerting.channel.dingtalk.DingtalkGroup;
import io.kanhu.alerting.channel.email.EmailChannel;
import io.kanhu.alerting.channel.email.MailServer;
import io.kanhu.alerting.channel.email.MailServer.Login;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.channel.http.HttpChannel;
import io.kanhu.alerting.channel.http.Provider;
import io.kanhu.alerting.channel.ntfy.Ntfy;
import io.kanhu.alerting.channel.push.PushServices;
import io.kanhu.alerting.channel.push.Subscriptions;
import io.kanhu.alerting.channel.push.VapidKeys;
import io.kanhu.alerting.channel.push.WebPushChannel;
import io.kanhu.alerting.channel.report.Reporter;
import io.kanhu.alerting.channel.tencent.TencentSignature;
import io.kanhu.alerting.channel.tencent.TencentSms;
import io.kanhu.alerting.channel.webhook.Webhook;
import io.kanhu.alerting.channel.webhook.WebhookSignature;
import io.kanhu.alerting.channel.wecom.CallbackSeal;
import io.kanhu.alerting.channel.wecom.WecomApp;
import io.kanhu.alerting.channel.wecom.WecomGroup;
import io.kanhu.alerting.channel.wecom.WecomToken;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.server.config.ChannelSettings;
import io.kanhu.server.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** The channels that are configured. */
final class Channels implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Parts parts = new Parts();
    private final Map<Means, Wired> wired = new EnumMap<>(Means.class);
    private final Map<Means, Reporting> reporting = new EnumMap<>(Means.class);
    private final Jdbi jdbi;
    private final Clock clock;
    private final Optional<Subscriptions> subscriptions;
    private Optional<Callback> callback = Optional.empty();

    /** A channel and how fast it may be used. */
    record Wired(Channel channel, Rate rate) {}

    /** Who can be asked what has become of messages, and over which connections. */
    record Reporting(Reporter reporter, Exchange exchange) {}

    /** An application of WeCom that hears when the button of a card is pressed. */
    record Callback(WecomApp app, CallbackSeal seal) {}

    /**
     * Makes them.
     *
     * @param data where keys that nobody has configured are kept
     */
    Channels(ChannelSettings settings, Path data, Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
        try {
            this.subscriptions = push(settings.push(), data);
            webhook(settings.webhook());
            aliyun(settings.aliyun());
            tencent(settings.tencent());
            Optional<URI> page = settings.pageUrl().map(URI::create);
            wecom(settings.wecom(), page);
            dingtalk(settings.dingtalk());
            ntfy(settings.ntfy(), page);
            email(settings.email(), page);
        } catch (RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    /** What people can be called by: these, and the page. */
    Set<Means> means() {
        Set<Means> all = EnumSet.of(Means.APP);
        all.addAll(wired.keySet());
        return all;
    }

    Map<Means, Wired> wired() {
        return wired;
    }

    Map<Means, Reporting> reporting() {
        return reporting;
    }

    /** What hears WeCom, if it is set up. */
    Optional<Callback> callback() {
        return callback;
    }

    /** The browsers that take pushes, if there are pushes. */
    Optional<Subscriptions> subscriptions() {
        return subscriptions;
    }

    @Override
    public void close() {
        parts.close();
    }

    private Optional<Subscriptions> push(ChannelSettings.Push push, Path data) {
        if (!push.enabled()) {
            return Optional.empty();
        }
        VapidKeys keys;
        try {
            keys = VapidKeys.of(
                    push.keyFile().orElse(data.resolve("push.json")),
                    push.subject().orElse(null));
        } catch (IllegalArgumentException e) {
            throw new StartRefused(String.valueOf(e.getMessage()));
        }
        Subscriptions known = new Subscriptions(jdbi, clock, keys, new PushServices(push.services()));
        wired.put(
                Means.PUSH,
                new Wired(
                        new WebPushChannel(known, keys, parts.add(new Exchange(PATIENCE)), clock),
                        Rate.perSecond(push.perSecond())));
        return Optional.of(known);
    }

    private void webhook(ChannelSettings.Webhook settings) {
        if (settings.url().isEmpty()) {
            return;
        }
        Provider webhook = new Webhook(
                URI.create(settings.url().get()),
                new WebhookSignature(
                        Secret.of("kanhu.channels.webhook.secret", settings.secretFile(), settings.secret())));
        Duration patience = Duration.ofSeconds(settings.timeoutSeconds());
        Rate rate = Rate.perSecond(settings.perSecond());
        if (settings.sms()) {
            add(Means.SMS, webhook, patience, rate);
        }
        if (settings.voice()) {
            add(Means.VOICE, webhook, patience, rate);
        }
    }

    private void aliyun(ChannelSettings.Aliyun settings) {
        if (settings.accessKeyId().isEmpty()) {
            return;
        }
        AliyunSignature signature = new AliyunSignature(
                settings.accessKeyId().get(),
                Secret.of(
                        "kanhu.channels.aliyun.access-key-secret",
                        settings.accessKeySecretFile(),
                        settings.accessKeySecret()));
        ChannelSettings.AliyunSms sms = settings.sms();
        sms.template().ifPresent(template -> {
            AliyunSms provider = new AliyunSms(
                    URI.create(sms.url()),
                    signature,
                    sms.signName().orElseThrow(),
                    template,
                    sms.familyTemplate().orElse(template));
            report(Means.SMS, provider, add(Means.SMS, provider, PATIENCE, Rate.perSecond(sms.perSecond())));
        });
        ChannelSettings.AliyunVoice voice = settings.voice();
        voice.template()
                .ifPresent(template -> add(
                        Means.VOICE,
                        new AliyunVoice(
                                URI.create(voice.url()),
                                signature,
                                voice.shownNumber(),
                                template,
                                voice.familyTemplate().orElse(template)),
                        PATIENCE,
                        Rate.perSecond(voice.perSecond())));
    }

    private void tencent(ChannelSettings.Tencent settings) {
        if (settings.secretId().isEmpty()) {
            return;
        }
        TencentSms provider = new TencentSms(
                URI.create(settings.url()),
                new TencentSignature(
                        settings.secretId().get(),
                        Secret.of("kanhu.channels.tencent.secret-key", settings.secretKeyFile(), settings.secretKey())),
                new TencentSms.Account(
                        settings.region(),
                        settings.appId().orElseThrow(),
                        settings.signName().orElseThrow(),
                        settings.template().orElseThrow(),
                        settings.familyTemplate().orElseThrow()));
        report(Means.SMS, provider, add(Means.SMS, provider, PATIENCE, Rate.perSecond(settings.perSecond())));
    }

    private void wecom(ChannelSettings.Wecom settings, Optional<URI> page) {
        URI url = URI.create(settings.url());
        settings.corporation().ifPresent(corporation -> {
            Exchange exchange = parts.add(new Exchange(PATIENCE));
            String secret = Secret.of("kanhu.channels.wecom.secret", settings.secretFile(), settings.secret());
            WecomToken token = new WecomToken(url, corporation, secret, exchange, clock);
            boolean buttons = settings.callbackToken().isPresent();
            WecomApp app =
                    new WecomApp(url, settings.agent().orElseThrow(), page.orElseThrow(), buttons, token, exchange);
            wired.put(Means.WECOM, new Wired(app, Rate.perSecond(settings.perSecond())));
            settings.callbackToken()
                    .ifPresent(ours -> callback = Optional.of(new Callback(
                            app,
                            new CallbackSeal(
                                    ours,
                                    Secret.of(
                                            "kanhu.channels.wecom.callback-key",
                                            settings.callbackKeyFile(),
                                            settings.callbackKey()),
                                    corporation,
                                    clock))));
        });
        if (settings.groupKeyFile().isPresent() || settings.groupKey().isPresent()) {
            String key = Secret.of("kanhu.channels.wecom.group-key", settings.groupKeyFile(), settings.groupKey());
            add(
                    Means.WECOM_GROUP,
                    new WecomGroup(url.resolve("/cgi-bin/webhook/send"), key),
                    PATIENCE,
                    Rate.perMinute(settings.groupPerMinute()));
        }
    }

    private void dingtalk(ChannelSettings.Dingtalk settings) {
        if (settings.tokenFile().isPresent() || settings.token().isPresent()) {
            add(
                    Means.DINGTALK_GROUP,
                    new DingtalkGroup(
                            URI.create(settings.url()),
                            Secret.of("kanhu.channels.dingtalk.token", settings.tokenFile(), settings.token()),
                            Secret.of("kanhu.channels.dingtalk.secret", settings.secretFile(), settings.secret())),
                    PATIENCE,
                    Rate.perMinute(settings.perMinute()));
        }
    }

    private void ntfy(ChannelSettings.Ntfy settings, Optional<URI> page) {
        boolean withToken = settings.tokenFile().isPresent() || settings.token().isPresent();
        settings.url()
                .ifPresent(url -> add(
                        Means.NTFY,
                        new Ntfy(
                                URI.create(url),
                                withToken
                                        ? Optional.of(Secret.of(
                                                "kanhu.channels.ntfy.token", settings.tokenFile(), settings.token()))
                                        : Optional.empty(),
                                page),
                        PATIENCE,
                        Rate.perSecond(settings.perSecond())));
    }

    private void email(ChannelSettings.Email settings, Optional<URI> page) {
        settings.host().ifPresent(host -> {
            Optional<Login> login = settings.user()
                    .map(user -> new Login(
                            user,
                            Secret.of("kanhu.channels.email.password", settings.passwordFile(), settings.password())));
            MailServer server = new MailServer(
                    host,
                    settings.port(),
                    MailServer.Security.valueOf(settings.tls().toUpperCase(Locale.ROOT)),
                    login,
                    Optional.empty());
            Channel mails = new EmailChannel(server, settings.from().orElseThrow(), page, PATIENCE);
            wired.put(Means.EMAIL, new Wired(mails, Rate.perSecond(settings.perSecond())));
        });
    }

    private void report(Means by, Reporter reporter, Exchange exchange) {
        reporting.put(by, new Reporting(reporter, exchange));
    }

    /** Each has connections of its own, so that none waits for another's. */
    private Exchange add(Means by, Provider provider, Duration patience, Rate rate) {
        Exchange exchange = parts.add(new Exchange(patience));
        wired.put(by, new Wired(new HttpChannel(provider, exchange, clock), rate));
        return exchange;
    }
}
