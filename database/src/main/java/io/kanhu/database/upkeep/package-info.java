/** What keeps the measurements fast and true for years: partitions made ahead, the hourly roll-up, retention. */
@NullMarked
package io.kanhu.database.upkeep;

import org.jspecify.annotations.NullMarked;
