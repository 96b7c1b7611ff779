package io.kanhu.server.http;

import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.OpenAPIContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A contract that keeps the check of each parameter and body. Vert.x (5.0) makes one for each parameter of each request, with a copy of
 * the index of the whole contract: nearly half of the processor time of a small request. A check changes nothing of itself while it is
 * used, and takes 100 KiB; there are as many as the contract has parameters and bodies. Safe for several threads.
 */
final class KeptChecks {
    private KeptChecks() {}

    static OpenAPIContract of(OpenAPIContract contract) {
        SchemaRepository schemas = schemas(contract.getSchemaRepository());
        return like(
                OpenAPIContract.class,
                (method, arguments) ->
                        method.getName().equals("getSchemaRepository") ? schemas : call(contract, method, arguments));
    }

    private static SchemaRepository schemas(SchemaRepository schemas) {
        // By identity: the contract has one object for each, and to compare two takes as long as to check.
        Map<JsonSchema, Validator> kept = Collections.synchronizedMap(new IdentityHashMap<>());
        return like(
                SchemaRepository.class,
                (method, arguments) -> method.getName().equals("validator")
                                && arguments.length == 1
                                && arguments[0] instanceof JsonSchema schema
                        ? kept.computeIfAbsent(schema, schemas::validator)
                        : call(schemas, method, arguments));
    }

    private interface Answering {
        @Nullable
        Object answer(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T like(Class<T> type, Answering answering) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answering.answer(method, arguments == null ? new Object[0] : arguments)));
    }

    private static @Nullable Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
