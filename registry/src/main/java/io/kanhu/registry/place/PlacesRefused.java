package io.kanhu.registry.place;

import java.util.List;
import java.util.stream.Collectors;

/** Nothing was written, because of these features. The message names them all, one a line. */
public final class PlacesRefused extends RuntimeException {
    private final transient List<BadFeature> features;

    /**
     * What cannot be taken.
     *
     * @param number counted in the file from 1; 0 stands for the file as a whole
     */
    public record BadFeature(int number, String code, String reason) {
        @Override
        public String toString() {
            String name = code.isEmpty() ? "" : " (" + code + ")";
            return number == 0 ? reason : "feature " + number + name + ": " + reason;
        }
    }

    PlacesRefused(String file, List<BadFeature> features) {
        super("nothing was imported from " + file + ":\n"
                + features.stream().map(BadFeature::toString).collect(Collectors.joining("\n")));
        this.features = List.copyOf(features);
    }

    public List<BadFeature> features() {
        return features;
    }
}
