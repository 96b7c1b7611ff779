/** Threads that do one thing again and again, whatever fails. */
@NullMarked
package io.kanhu.alerting.rounds;

import org.jspecify.annotations.NullMarked;
