package io.kanhu.server.config;

import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Every setting there is, read off the interface. */
public final class SettingKeys {
    private SettingKeys() {}

    /** One setting and what it is if nobody sets it. */
    public record Setting(String key, Optional<String> byDefault) {
        /** Its name in the environment. */
        public String variable() {
            return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        }
    }

    public static List<Setting> all() {
        return in(Settings.class, "kanhu").toList();
    }

    private static Stream<Setting> in(Class<?> group, String prefix) {
        return Arrays.stream(group.getDeclaredMethods()).flatMap(method -> {
            String key =
                    prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            Class<?> type = method.getReturnType();
            return isGroup(type) ? in(type, key) : Stream.of(settingOf(key, method));
        });
    }

    private static boolean isGroup(Class<?> type) {
        return type.isInterface() && type.getPackage() == Settings.class.getPackage();
    }

    private static Setting settingOf(String key, Method method) {
        return new Setting(
                key,
                Optional.ofNullable(method.getAnnotation(WithDefault.class)).map(WithDefault::value));
    }
}
