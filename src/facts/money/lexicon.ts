import { lexicon, phrases } from "../names.ts";

/** Words that mean money wherever they stand; whole words, in the singular, without accents. */
export const MONEY = lexicon(`
  allowance bail bonus bounty budget cashback cogs capex opex compensation cost costing debit debt deductible disbursement dividend donation
  earning ebitda escrow expenditure expense fare fee freight gmv income invoiced levy markdown markup money monies mortgage mrr msrp
  overdraft payable payment payoff payout payroll pnl postage premium prepayment price pricing proceed profit receivable refund
  reimbursement remittance rent revenue royalty salary spend spending spent stipend subtotal surcharge tax taxes toll tuition vat gst wage
  withdrawal withholding worth deposit charge cash owed arrears alimony commission fund gratuity
  preis betrag kosten gebuhr gebuehr gehalt lohn steuer umsatz guthaben saldo kontostand miete entgelt honorar zahlung
  montant prix cout frais solde salaire taxe tarif revenu depense paiement loyer
  importe precio costo coste monto tarifa salario sueldo impuesto ingreso gasto pago deuda
  preco custo receita despesa pagamento imposto juros mensalidade
  prezzo importo stipendio tassa spesa ricavo
  kwota cena koszt oplata podatek wynagrodzenie naleznosc
  bedrag prijs loon belasting salaris omzet castka cenik tsena stoimost zarplata
  tutar fiyat ucret bakiye maliyet belopp pris kostnad avgift belob belop hinta harga biaya gaji kingaku kakaku
`);

/** Endings of German, Dutch and Scandinavian compounds: `gesamtbetrag`, `verkoopprijs`, `inköpspris`. */
export const MONEY_ENDINGS: readonly string[] = [
  "preis",
  "betrag",
  "kosten",
  "gebuhr",
  "gebuehr",
  "umsatz",
  "guthaben",
  "bedrag",
  "prijs",
  "belopp",
  "kostnad",
  "avgift",
  "spris",
];

/** Words that mean money by themselves, and something else where a measure stands beside them. */
export const LIKELY = lexicon("amount amt balance valor");

/** Words that need a second sign: a finance table, other money, a currency. */
export const AMBIGUOUS = lexicon(`
  total sum summe suma summa value val valuation limit credit due net gross paid principal notional goal target
  contribution adjustment turnover outstanding tip reward penalty available equity loan bid ask open close high low
  wert brutto netto comision comissao wartosc brut
`);

/** Measures and shares: the whole name is one, unless a money word is said after it. */
export const NOT_MONEY = lexicon(`
  rate ratio percent percentage pct perc prc proportion fraction share score rating rank ranking factor coefficient coeff coef multiplier
  elasticity index idx weight weighting distance duration count counter cnt num nbr qty quantity probability prob likelihood odds ppm
  temperature temp latitude longitude lat lng lon second sec millisecond ms minute hour bytes byte kb mb gb tb
  volatility variance stddev deviation std mean median confidence growth yield apr apy bps roi sharpe beta alpha zscore skew
  size length width height depth radius diameter angle speed velocity acceleration frequency density area
  energy voltage watt kwh kw mw kg gram lbs pound ounce mg ml liter litre meter metre mile km cm mm inch foot feet point
  click vote like token calorie kcal carb protein fat fiber sugar sodium threshold tolerance
  precision accuracy recall loss error delay latency timeout age range correlation similarity
  relevance severity priority intensity pressure humidity concentration ph dose dosage altitude elevation heading bearing azimuth
  zoom opacity scale aspect momentum entropy gradient embedding coordinate timestamp epoch flag capacity usage utilization
  attempt retry slope offset frequencia taxa cantidad quantidade menge anzahl gewicht satz prozent faktor taux
  quantite poids cantitate peso percentuale porcentaje ilosc stawka aantal multiple
`);

/** Words that decide where they end the name (`total_orders`, `cost_center_id`) and say little elsewhere (`order_amount`). */
export const NOT_MONEY_AT_END = lexicon(`
  number unit user order item view call request step level day week month year date time version position volume power term period bracket
  bucket category lot contract hit key code id x y z kind type name status return change_count reader customer visit session
`);

/** Money words that are physical or computational when one of these stands in the name. */
export const NOT_MONEY_BESIDE = lexicon(`
  leave vacation pto holiday energy water white color colour load life oil heat mana battery electric path query planner traversal edge
  routing calorie nitrogen carbon hormone fluid chemical audio stereo work-life compute computational gas xp karma stamina nutrient
`);

/** Together they mean money, though each word alone may not. */
export const MONEY_PHRASES = phrases(`
  cost basis
  credit limit
  credit line
  credit balance
  book value
  market value
  fair value
  face value
  par value
  cash value
  order value
  deal value
  contract value
  lifetime value
  institution value
  asset value
  account value
  portfolio value
  property value
  home value
  insured value
  declared value
  net worth
  net asset value
  market cap
  discount amount
  interest amount
  line total
  sub total
  grand total
  order total
  invoice total
  cart total
  total due
  amount due
  balance due
  strike price
  hourly rate
  daily rate
  nightly rate
  weekly rate
  monthly rate
  room rate
  pay rate
  rental rate
  billing rate
  labor rate
  savings goal
  spending limit
  withdrawal limit
  transfer limit
  profit loss
  realized gain
  unrealized gain
  capital gain
`);

/** Together they are a ratio or a measure, though one word means money. */
export const NOT_MONEY_PHRASES = phrases(`
  price to earning
  price to book
  price to sale
  debt to income
  debt to equity
  loan to value
  cost to income
  state of charge
  work life balance
  profit margin
  gross margin
  net margin
  operating margin
  tax exempt
  cap rate
`);

/** Codes that are not also English words; any of them names money, two of them name an exchange rate. */
export const CURRENCIES = lexicon(`
  usd eur gbp jpy chf cad aud nzd cny rmb inr brl pln sek nok dkk huf czk rub krw sgd hkd mxn zar thb idr myr php vnd aed sar ils uah
  dollar euro cent pence yen franc rupee peso-mx yuan ruble btc eth ltc xrp doge usdt usdc satoshi sat wei gwei lamport xmr sol
`);

/** Their smallest unit has more digits than any fixed scale of ours. */
export const CRYPTO = lexicon(
  "btc eth ltc xrp doge usdt usdc satoshi sat wei gwei lamport xmr crypto bitcoin ethereum blockchain onchain erc20 staking",
);

export const CURRENCY_COLUMN = lexicon("currency ccy waehrung wahrung devise moneda moeda valuta waluta mena");

/** Tables about money: they sharpen an ambiguous word. */
export const MONEY_TABLE = lexicon(`
  account accounting asset bank bill billing budget cart charge checkout commission contract cost coupon credit customer-account deal debt
  deposit discount donation escrow expense fee finance financial fund holding income insurance invoice investment journal lease ledger loan
  merchant mortgage order paid pay payable payment payout payroll portfolio position price pricing procurement product purchase quote
  quotation receipt receivable refund rent reservation revenue salary sale saving security securities settlement statement stock
  subscription tax trade trading transaction transfer treasury wallet
  rechnung bestellung zahlung konto buchung facture commande compte factura pedido cuenta venta fatura conta venda fattura ordine conto
  faktura zamowienie
`);

/** Tables about things that are measured: there an amount is grams, and a value a reading. */
export const MEASURE_TABLE = lexicon(`
  ingredient recipe nutrition nutrient food meal sensor reading measurement metric weather telemetry sample dose medication prescription
  workout exercise location geo vital lab experiment feature model prediction benchmark rainfall precipitation chemical compound soil gps
  track telemetric signal spectrum device iot calibration embedding game player physics simulation patient observation biometric
`);

/** A column that says in which unit its neighbour is counted. */
export const UNIT_COLUMN = lexicon("unit uom measure einheit unite unidad unidade unita jednostka");

/** All that takes run-together names apart. */
export const VOCABULARY: ReadonlySet<string> = new Set([
  ...[...MONEY, ...LIKELY, ...AMBIGUOUS, ...NOT_MONEY, ...NOT_MONEY_AT_END].filter((word) => word.length > 3),
  ...lexicon("tax fee vat unit line item order basis sub grand sales list sale retail base account credit market book avg min max"),
]);
