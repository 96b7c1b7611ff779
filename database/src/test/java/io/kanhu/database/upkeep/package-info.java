/** Tests of what keeps the measurements fast and true. */
@NullMarked
package io.kanhu.database.upkeep;

import org.jspecify.annotations.NullMarked;
