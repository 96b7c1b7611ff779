package io.kanhu.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final Passwords passwords = new Passwords();

    @Test
    void aPasswordIsKnownByItsHashAndNoOther() {
        String hash = passwords.hash("correct horse");
        assertThat(passwords.matches("correct horse", hash)).isTrue();
        assertThat(passwords.matches("correct house", hash)).isFalse();
    }

    @Test
    void whatIsComparedForNobodyIsAsMuchWorkAsAPersonsHash() {
        String[] persons = passwords.hash("anything").split("\\$", -1);
        String[] nobodys = Passwords.NOBODYS.split("\\$", -1);
        assertThat(nobodys).hasSameSizeAs(persons);
        for (int part = 0; part < persons.length - 2; part++) {
            assertThat(nobodys[part]).isEqualTo(persons[part]);
        }
        // The salt and the hash.
        assertThat(nobodys[persons.length - 2]).hasSameSizeAs(persons[persons.length - 2]);
        assertThat(nobodys[persons.length - 1]).hasSameSizeAs(persons[persons.length - 1]);
        assertThat(passwords.matches("", Passwords.NOBODYS)).isFalse();
    }
}
