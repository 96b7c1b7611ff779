package io.kanhu.registry.demo;

/**
 * A band of the demo town, with the secret that only its file knows.
 *
 * @param wearer the code of its wearer
 * @param name the wearer's name
 */
public record DemoBand(String id, String secret, String wearer, String name) {
    @Override
    public String toString() {
        return "DemoBand " + id;
    }
}
