package io.kanhu.server;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, and what a package looks like. */
class ArchitectureTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.kanhu");

    @Test
    void allModulesAreLookedAt() {
        Set<String> modules = HOUSE.stream()
                .map(type -> type.getPackageName().replaceFirst("io\\.kanhu\\.(\\w+).*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(modules)
                .containsExactly("alerting", "database", "ingest", "protocol", "registry", "server", "simulator");
    }

    @Test
    void arrowsPointDownOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.kanhu..")
                .layer("server")
                .definedBy("io.kanhu.server..")
                .layer("alerting")
                .definedBy("io.kanhu.alerting..")
                .layer("ingest")
                .definedBy("io.kanhu.ingest..")
                .layer("registry")
                .definedBy("io.kanhu.registry..")
                .layer("database")
                .definedBy("io.kanhu.database..")
                .layer("protocol")
                .definedBy("io.kanhu.protocol..")
                .layer("simulator")
                .definedBy("io.kanhu.simulator..")
                .whereLayer("server")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("simulator")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("alerting")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("ingest")
                .mayOnlyBeAccessedByLayers("server", "alerting")
                .whereLayer("registry")
                .mayOnlyBeAccessedByLayers("server", "alerting", "ingest")
                .whereLayer("database")
                .mayOnlyBeAccessedByLayers("server", "alerting", "ingest", "registry")
                .whereLayer("protocol")
                .mayOnlyBeAccessedByLayers("server", "alerting", "ingest", "registry", "simulator")
                .check(HOUSE);
    }

    @Test
    void packagesOfAModuleDoNotGoRoundInCircles() {
        for (String module : new String[] {"alerting", "ingest", "registry"}) {
            slices().matching("io.kanhu." + module + ".(**)")
                    .should()
                    .beFreeOfCycles()
                    .check(HOUSE);
        }
    }

    @Test
    void theProtocolIsPure() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("io.kanhu.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..", "java.nio.file..", "java.sql..", "java.util.concurrent..", "io.vertx..")
                .check(HOUSE);
    }

    @Test
    void everyPackageSaysWhatLivesThereAndHasNoHiddenNulls() {
        Set<String> silent = HOUSE.stream()
                .map(JavaClass::getPackage)
                .filter(room -> !room.isAnnotatedWith(NullMarked.class))
                .map(room -> room.getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(silent).isEmpty();
    }

    @Test
    void noPackageIsNamedAfterAKind() {
        assertThat(HOUSE.stream().map(JavaClass::getPackageName))
                .noneMatch(name ->
                        name.matches(".*\\.(util|utils|common|impl|dto|model|core|service|helper|misc)(\\..*)?"));
    }
}
