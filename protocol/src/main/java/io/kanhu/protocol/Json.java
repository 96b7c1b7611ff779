package io.kanhu.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** The one JSON factory, shared by all threads, and the limits it reads under. */
final class Json {

    /**
     * Deepest nesting is {@code [{"values":{"loc":{…}}}]}, four levels; the rest is room for fields we do not know. Field
     * names are not interned, because names a band invents must not stay in the JVM's string table for good.
     */
    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxNumberLength(100)
                    .maxNameLength(1000)
                    .maxStringLength(Decoder.MAX_PAYLOAD_BYTES)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private Json() {}
}
