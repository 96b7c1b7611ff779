/** What people change in a roster from day to day: who is off, who stands in for whom. */
@NullMarked
package io.kanhu.registry.roster;

import org.jspecify.annotations.NullMarked;
