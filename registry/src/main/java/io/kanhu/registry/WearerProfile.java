package io.kanhu.registry;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker at the door needs to know.
 *
 * @param sex {@code f} or {@code m}
 * @param risk {@code high}, {@code key} or {@code ordinary}
 * @param contacts those to call first, first
 */
public record WearerProfile(
        long id,
        String code,
        String name,
        @Nullable LocalDate bornOn,
        @Nullable String sex,
        @Nullable String phone,
        @Nullable String address,
        @Nullable String accessNote,
        @Nullable String medicalNote,
        String risk,
        @Nullable Long gridId,
        @Nullable String grid,
        @Nullable Home home,
        List<Contact> contacts) {
    /** WGS-84, degrees. */
    public record Home(double latitude, double longitude) {}

    /**
     * Family or a neighbour.
     *
     * @param priority 1 is called first
     * @param keyHolder has a key to the wearer's door
     */
    public record Contact(String name, @Nullable String relation, String phone, int priority, boolean keyHolder) {}

    public WearerProfile {
        contacts = List.copyOf(contacts);
    }

    /** In full years; null if the birthday is not known. */
    public @Nullable Integer ageOn(LocalDate day) {
        return bornOn == null ? null : Period.between(bornOn, day).getYears();
    }
}
