@NullMarked
package io.kanhu.alerting.ladder;

import org.jspecify.annotations.NullMarked;
