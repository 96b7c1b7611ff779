/** Whole days of a town, played on the engine and, beside it, on a model of what should happen. */
@NullMarked
package io.kanhu.alerting.day;

import org.jspecify.annotations.NullMarked;
