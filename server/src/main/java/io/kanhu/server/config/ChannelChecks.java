package io.kanhu.server.config;

import static io.kanhu.server.config.SettingsReader.range;
import static io.kanhu.server.config.SettingsReader.webAddress;

import io.kanhu.alerting.channel.email.EmailChannel;
import io.kanhu.alerting.channel.webhook.WebhookSignature;
import io.kanhu.alerting.channel.wecom.CallbackSeal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether the settings of channels make sense. Secrets appear in no message. */
final class ChannelChecks {
    private static final String PREFIX = "kanhu.channels.";

    private ChannelChecks() {}

    /** @throws BadSetting if one does not */
    static void check(ChannelSettings channels) {
        check(channels.webhook());
        check(channels.push());
        check(channels.aliyun());
        check(channels.tencent());
        check(channels.wecom(), channels.pageUrl());
        check(channels.dingtalk());
        check(channels.ntfy());
        check(channels.email());
        channels.pageUrl().ifPresent(url -> webAddress(PREFIX + "page-url", url));
        boolean webhook = channels.webhook().url().isPresent();
        one(
                "text messages",
                webhook && channels.webhook().sms(),
                channels.aliyun().sms().template().isPresent(),
                channels.tencent().secretId().isPresent());
        one(
                "telephone calls",
                webhook && channels.webhook().voice(),
                channels.aliyun().voice().template().isPresent());
    }

    private static void one(String what, Boolean... configured) {
        if (Stream.of(configured).filter(there -> there).count() > 1) {
            throw new BadSetting("there is more than one provider for " + what + ": leave one out,"
                    + " or set kanhu.channels.webhook.sms or kanhu.channels.webhook.voice to false");
        }
    }

    private static void check(ChannelSettings.Webhook webhook) {
        range(PREFIX + "webhook.timeout-seconds", webhook.timeoutSeconds(), 1, 60);
        rate("webhook.per-second", webhook.perSecond());
        webhook.url().ifPresent(url -> {
            webAddress(PREFIX + "webhook.url", url);
            if (webhook.secretFile().isEmpty() && webhook.secret().isEmpty()) {
                throw new BadSetting("kanhu.channels.webhook.url needs a secret to sign with:"
                        + " set kanhu.channels.webhook.secret-file, or kanhu.channels.webhook.secret");
            }
            try {
                new WebhookSignature(Secret.of(PREFIX + "webhook.secret", webhook.secretFile(), webhook.secret()));
            } catch (IllegalArgumentException e) {
                throw new BadSetting("the secret of kanhu.channels.webhook cannot be used: " + e.getMessage());
            }
        });
    }

    private static void check(ChannelSettings.Push push) {
        rate("push.per-second", push.perSecond());
        push.subject()
                .filter(subject -> !subject.matches("mailto:[^@\\s]+@[^@\\s]+|https://\\S+"))
                .ifPresent(subject -> {
                    throw new BadSetting(PREFIX + "push.subject must be mailto:somebody@example.org or https://…");
                });
    }

    private static void check(ChannelSettings.Aliyun aliyun) {
        rate("aliyun.sms.per-second", aliyun.sms().perSecond());
        rate("aliyun.voice.per-second", aliyun.voice().perSecond());
        webAddress(PREFIX + "aliyun.sms.url", aliyun.sms().url());
        webAddress(PREFIX + "aliyun.voice.url", aliyun.voice().url());
        boolean sms = aliyun.sms().template().isPresent();
        boolean voice = aliyun.voice().template().isPresent();
        if (sms || voice) {
            required("aliyun.access-key-id", aliyun.accessKeyId());
            secret("aliyun.access-key-secret", aliyun.accessKeySecretFile(), aliyun.accessKeySecret());
        } else if (aliyun.accessKeyId().isPresent()) {
            throw new BadSetting(PREFIX + "aliyun.access-key-id does nothing alone: set " + PREFIX
                    + "aliyun.sms.template, " + PREFIX + "aliyun.voice.template, or both");
        }
        if (sms) {
            required("aliyun.sms.sign-name", aliyun.sms().signName());
        }
    }

    private static void check(ChannelSettings.Tencent tencent) {
        rate("tencent.per-second", tencent.perSecond());
        webAddress(PREFIX + "tencent.url", tencent.url());
        if (tencent.secretId().isPresent()) {
            secret("tencent.secret-key", tencent.secretKeyFile(), tencent.secretKey());
            required("tencent.app-id", tencent.appId());
            required("tencent.sign-name", tencent.signName());
            required("tencent.template", tencent.template());
            required("tencent.family-template", tencent.familyTemplate());
        }
    }

    private static void check(ChannelSettings.Wecom wecom, Optional<String> pageUrl) {
        rate("wecom.per-second", wecom.perSecond());
        range(PREFIX + "wecom.group-per-minute", wecom.groupPerMinute(), 1, 1_000);
        webAddress(PREFIX + "wecom.url", wecom.url());
        if (wecom.corporation().isPresent()) {
            secret("wecom.secret", wecom.secretFile(), wecom.secret());
            required("page-url", pageUrl);
            if (wecom.agent().isEmpty()) {
                required("wecom.agent", Optional.empty());
            }
        }
        wecom.callbackToken().ifPresent(token -> {
            required("wecom.corporation", wecom.corporation());
            try {
                String key = Secret.of(PREFIX + "wecom.callback-key", wecom.callbackKeyFile(), wecom.callbackKey());
                new CallbackSeal(token, key, wecom.corporation().orElseThrow(), Clock.systemUTC());
            } catch (IllegalArgumentException e) {
                throw new BadSetting(PREFIX + "wecom.callback-key cannot be used: " + e.getMessage());
            }
        });
        if (wecom.callbackToken().isEmpty()
                && (wecom.callbackKeyFile().isPresent() || wecom.callbackKey().isPresent())) {
            required("wecom.callback-token", Optional.empty());
        }
        if (wecom.groupKeyFile().isPresent()) {
            secret("wecom.group-key", wecom.groupKeyFile(), wecom.groupKey());
        }
    }

    private static void check(ChannelSettings.Dingtalk dingtalk) {
        range(PREFIX + "dingtalk.per-minute", dingtalk.perMinute(), 1, 1_000);
        webAddress(PREFIX + "dingtalk.url", dingtalk.url());
        if (dingtalk.tokenFile().isPresent() || dingtalk.token().isPresent()) {
            secret("dingtalk.token", dingtalk.tokenFile(), dingtalk.token());
            secret("dingtalk.secret", dingtalk.secretFile(), dingtalk.secret());
        }
    }

    private static void check(ChannelSettings.Ntfy ntfy) {
        rate("ntfy.per-second", ntfy.perSecond());
        ntfy.url().ifPresent(url -> webAddress(PREFIX + "ntfy.url", url));
        if (ntfy.tokenFile().isPresent()) {
            secret("ntfy.token", ntfy.tokenFile(), ntfy.token());
        }
    }

    private static void check(ChannelSettings.Email email) {
        rate("email.per-second", email.perSecond());
        range(PREFIX + "email.port", email.port(), 1, 65_535);
        if (!Set.of("starttls", "tls", "none").contains(email.tls())) {
            throw new BadSetting(PREFIX + "email.tls must be starttls, tls or none");
        }
        if (email.user().isPresent()) {
            secret("email.password", email.passwordFile(), email.password());
            if (email.tls().equals("none")) {
                throw new BadSetting(PREFIX + "email.user would send its password for everybody to read: set " + PREFIX
                        + "email.tls to starttls or tls, or leave the user out");
            }
        }
        if (email.host().isPresent()) {
            required("email.from", email.from());
        }
        email.from().ifPresent(from -> {
            try {
                EmailChannel.sender(from);
            } catch (IllegalArgumentException e) {
                throw new BadSetting(PREFIX + "email.from must be kanhu@example.org or Kanhu <kanhu@example.org>; "
                        + e.getMessage());
            }
        });
    }

    private static void required(String key, Optional<String> value) {
        if (value.isEmpty()) {
            throw new BadSetting(PREFIX + key + " is missing; docs/operating.md says what it is");
        }
    }

    private static void secret(String key, Optional<Path> file, Optional<String> value) {
        Secret.of(PREFIX + key, file, value);
    }

    private static void rate(String key, int perSecond) {
        range(PREFIX + key, perSecond, 1, 10_000);
    }
}
