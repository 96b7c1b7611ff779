package io.kanhu.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Parameter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the real contract, all of it. */
class KeptChecksTest {
    /** Some of which each parameter takes and others not. */
    private static final List<Object> VALUES =
            List.of(5L, -1L, "hour", "2026-11-27T10:00:00Z", "x".repeat(5_000), true, 1.5);

    private final Vertx vertx = Vertx.vertx();
    private final OpenAPIContract contract = Contract.read().checking(vertx);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aCheckIsMadeOnce() {
        SchemaRepository kept = contract.getSchemaRepository();
        assertThat(schemas(contract))
                .hasSizeGreaterThan(100)
                .allSatisfy(schema -> assertThat(kept.validator(schema)).isSameAs(kept.validator(schema)));
    }

    @Test
    void manyWhoUseItAtOnceAreToldWhatOneIsWhoHasItForThemselves() throws InterruptedException, ExecutionException {
        List<String> alone = answers(Contract.read().checking(vertx));
        assertThat(alone).anyMatch("true"::equals).anyMatch(answer -> !answer.equals("true"));
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Future<List<String>>> together = IntStream.range(0, 40)
                    .mapToObj(i -> pool.submit(() -> answers(contract)))
                    .toList();
            for (Future<List<String>> one : together) {
                assertThat(one.get()).isEqualTo(alone);
            }
        }
    }

    private static List<JsonSchema> schemas(OpenAPIContract contract) {
        return contract.operations().stream()
                .flatMap(operation -> operation.getParameters().stream())
                .map(Parameter::getSchema)
                .toList();
    }

    private static List<String> answers(OpenAPIContract contract) {
        SchemaRepository checks = contract.getSchemaRepository();
        return schemas(contract).stream()
                .flatMap(schema ->
                        VALUES.stream().map(value -> checks.validator(schema).validate(value)))
                .map(unit -> Objects.requireNonNull(unit.getValid()) ? "true" : String.valueOf(unit.getErrors()))
                .toList();
    }
}
