/** Tests of rosters as they change from day to day. */
@NullMarked
package io.kanhu.registry.roster;

import org.jspecify.annotations.NullMarked;
