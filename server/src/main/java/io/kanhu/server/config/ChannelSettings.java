package io.kanhu.server.config;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Ways to reach people outside the page. A provider is used where its first setting is there. */
public interface ChannelSettings {
    Push push();

    Webhook webhook();

    Aliyun aliyun();

    Tencent tencent();

    Wecom wecom();

    Dingtalk dingtalk();

    Ntfy ntfy();

    Email email();

    /** The page as phones reach it, {@code https://…}, for links in messages; absent for none. */
    Optional<String> pageUrl();

    /** Notifications of browsers. */
    interface Push {
        @WithDefault("true")
        boolean enabled();

        /** A key pair as {@code {"publicKey":…,"privateKey":…}}; absent for {@code push.json} in the data directory. */
        Optional<Path> keyFile();

        /** {@code mailto:…} or {@code https://…}; absent for none. */
        Optional<String> subject();

        /** Hosts of push services; what is below one is meant as well. */
        @WithDefault("fcm.googleapis.com,push.services.mozilla.com,push.apple.com,notify.windows.com")
        List<String> services();

        /** Most messages a second. */
        @WithDefault("100")
        int perSecond();
    }

    /** A gateway for telephones. */
    interface Webhook {
        /** {@code https://…}; absent for none. */
        Optional<String> url();

        /** A file that holds {@code whsec_…}. */
        Optional<Path> secretFile();

        /** The same without a file. */
        Optional<String> secret();

        /** Whether it sends text messages. */
        @WithDefault("true")
        boolean sms();

        /** Whether it makes telephone calls. */
        @WithDefault("true")
        boolean voice();

        /** How long an answer may take. */
        @WithDefault("10")
        int timeoutSeconds();

        /** Most messages a second by each. */
        @WithDefault("20")
        int perSecond();
    }

    /** Alibaba Cloud: text messages and telephone calls. */
    interface Aliyun {
        /** Of a user who may do nothing else; absent for none. */
        Optional<String> accessKeyId();

        Optional<Path> accessKeySecretFile();

        /** The same without a file. */
        Optional<String> accessKeySecret();

        AliyunSms sms();

        AliyunVoice voice();
    }

    /** Text messages by Alibaba Cloud. */
    interface AliyunSms {
        /** Code of the template for workers; absent for no text messages. */
        Optional<String> template();

        /** Code of the template for family; absent for the same. */
        Optional<String> familyTemplate();

        Optional<String> signName();

        @WithDefault("https://dysmsapi.aliyuncs.com")
        String url();

        /** Most messages a second. */
        @WithDefault("20")
        int perSecond();
    }

    /** Telephone calls by Alibaba Cloud. */
    interface AliyunVoice {
        /** Code of the template that is read out to workers; absent for no calls. */
        Optional<String> template();

        /** Code of the template for family; absent for the same. */
        Optional<String> familyTemplate();

        /** The number that rings; absent for one of the provider's. */
        Optional<String> shownNumber();

        @WithDefault("https://dyvmsapi.aliyuncs.com")
        String url();

        /** Most calls a second. */
        @WithDefault("10")
        int perSecond();
    }

    /** Tencent Cloud: text messages. */
    interface Tencent {
        /** Of a user who may do nothing else; absent for none. */
        Optional<String> secretId();

        Optional<Path> secretKeyFile();

        /** The same without a file. */
        Optional<String> secretKey();

        /** SmsSdkAppId. */
        Optional<String> appId();

        Optional<String> signName();

        /** Id of the template for workers. */
        Optional<String> template();

        /** Id of the template for family. */
        Optional<String> familyTemplate();

        @WithDefault("ap-guangzhou")
        String region();

        @WithDefault("https://sms.tencentcloudapi.com")
        String url();

        /** Most messages a second. */
        @WithDefault("20")
        int perSecond();
    }

    /** WeCom: an application that sends cards, and a robot in a group. */
    interface Wecom {
        /** The id of the corporation; absent for no cards. */
        Optional<String> corporation();

        /** The id of the application. */
        OptionalInt agent();

        Optional<Path> secretFile();

        /** The same without a file. */
        Optional<String> secret();

        @WithDefault("https://qyapi.weixin.qq.com")
        String url();

        /** By which WeCom signs what it tells us; absent for cards that only link. */
        Optional<String> callbackToken();

        /** A file with the key by which it encrypts that (EncodingAESKey). */
        Optional<Path> callbackKeyFile();

        /** The same without a file. */
        Optional<String> callbackKey();

        /** Most cards a second. */
        @WithDefault("10")
        int perSecond();

        /** A file with the key of a robot's address. */
        Optional<Path> groupKeyFile();

        /** The same without a file; absent for no group. */
        Optional<String> groupKey();

        /** Most messages to the group in a minute. */
        @WithDefault("18")
        int groupPerMinute();
    }

    /** DingTalk: a robot in a group. */
    interface Dingtalk {
        /** A file with the token of its address. */
        Optional<Path> tokenFile();

        /** The same without a file; absent for no group. */
        Optional<String> token();

        Optional<Path> secretFile();

        /** The same without a file. */
        Optional<String> secret();

        @WithDefault("https://oapi.dingtalk.com/robot/send")
        String url();

        /** Most messages in a minute. */
        @WithDefault("18")
        int perMinute();
    }

    /** A server of ntfy. */
    interface Ntfy {
        /** {@code https://…}; absent for none. */
        Optional<String> url();

        Optional<Path> tokenFile();

        /** The same without a file; absent for a server that wants none. */
        Optional<String> token();

        /** Most messages a second. */
        @WithDefault("5")
        int perSecond();
    }

    /** A server that takes our mail. */
    interface Email {
        /** Absent for no e-mail. */
        Optional<String> host();

        @WithDefault("587")
        int port();

        /** {@code starttls}, {@code tls} or {@code none}. */
        @WithDefault("starttls")
        String tls();

        /** Who writes, {@code kanhu@example.org} or {@code Kanhu <kanhu@example.org>}. */
        Optional<String> from();

        /** Who we are there; absent for a server that wants no password. */
        Optional<String> user();

        Optional<Path> passwordFile();

        /** The same without a file. */
        Optional<String> password();

        /** Most mails a second. */
        @WithDefault("5")
        int perSecond();
    }
}
