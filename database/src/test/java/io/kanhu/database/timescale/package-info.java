/** TimescaleDB for the tests, where no container runs. */
@NullMarked
package io.kanhu.database.timescale;

import org.jspecify.annotations.NullMarked;
