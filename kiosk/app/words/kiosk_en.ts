<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name></name>
    <message id="language_name">
        <source>English</source>
        <extracomment>What this language calls itself, as the switch shows it. Without it the file is not used. {name} and the like are filled in by the kiosk: keep them as they are.</extracomment>
        <translation>English</translation>
    </message>
    <message id="languages">
        <source>Language</source>
        <translation>Language</translation>
    </message>
    <message id="questions_in">
        <source>Please ask in English or Chinese: the answer comes in the same language.</source>
        <extracomment>Shown in the language switch and, in a language that the kiosk does not speak, on the welcome.</extracomment>
        <translation>Please ask in English or Chinese: the answer comes in the same language.</translation>
    </message>
    <message id="hello">
        <source>Hello!</source>
        <translation>Hello!</translation>
    </message>
    <message id="attract_title">
        <source>What are you looking for?</source>
        <translation>What are you looking for?</translation>
    </message>
    <message id="attract_sub">
        <source>Ask where things are, what they cost, what is in them.</source>
        <translation>Ask where things are, what they cost, what is in them.</translation>
    </message>
    <message id="way_say">
        <source>Say it</source>
        <translation>Say it</translation>
    </message>
    <message id="way_say_sub">
        <source>in English or Chinese</source>
        <extracomment>These are the languages that the kiosk understands, whatever the window is in.</extracomment>
        <translation>in English or Chinese</translation>
    </message>
    <message id="way_type">
        <source>Type it</source>
        <translation>Type it</translation>
    </message>
    <message id="way_type_sub">
        <source>on the screen</source>
        <translation>on the screen</translation>
    </message>
    <message id="way_show">
        <source>Show it</source>
        <translation>Show it</translation>
    </message>
    <message id="way_show_sub">
        <source>to the camera</source>
        <translation>to the camera</translation>
    </message>
    <message id="touch">
        <source>Touch to start</source>
        <translation>Touch to start</translation>
    </message>
    <message id="machine">
        <source>I am a machine, not a person. A person is one touch away.</source>
        <translation>I am a machine, not a person. A person is one touch away.</translation>
    </message>
    <message id="privacy_title">
        <source>No recording</source>
        <translation>No recording</translation>
    </message>
    <message id="privacy">
        <source>Sound is used to answer you and then dropped; a picture you show, at the end of your visit at the latest. Nothing leaves this machine. After your visit only these stay: a call for staff, a case you agreed to, with a photo only if you said yes to it, and counts of the topics and products that I had no answer for.</source>
        <translation>Sound is used to answer you and then dropped; a picture you show, at the end of your visit at the latest. Nothing leaves this machine. After your visit only these stay: a call for staff, a case you agreed to, with a photo only if you said yes to it, and counts of the topics and products that I had no answer for.</translation>
    </message>
    <message id="presence_note">
        <source>The camera only looks whether somebody stops here. Then I say hello and the microphone opens, without a touch. Nobody is recognised, no picture is stored.</source>
        <translation>The camera only looks whether somebody stops here. Then I say hello and the microphone opens, without a touch. Nobody is recognised, no picture is stored.</translation>
    </message>
    <message id="presence_note_quiet">
        <source>The camera only looks whether somebody stops here. Then I say hello. Nobody is recognised, no picture is stored.</source>
        <translation>The camera only looks whether somebody stops here. Then I say hello. Nobody is recognised, no picture is stored.</translation>
    </message>
    <message id="presence_off">
        <source>Camera off for 15 minutes</source>
        <translation>Camera off for 15 minutes</translation>
    </message>
    <message id="presence_is_off">
        <source>The camera is off, for 15 minutes at most.</source>
        <translation>The camera is off, for 15 minutes at most.</translation>
    </message>
    <message id="presence_on">
        <source>Camera on again</source>
        <translation>Camera on again</translation>
    </message>
    <message id="open_today">
        <source>Open today {hours}</source>
        <translation>Open today {hours}</translation>
    </message>
    <message id="closed_today">
        <source>Closed today</source>
        <translation>Closed today</translation>
    </message>
    <message id="offers_today">
        <source>Today's offers</source>
        <translation>Today's offers</translation>
    </message>
    <message id="opening">
        <source>Getting ready…</source>
        <translation>Getting ready…</translation>
    </message>
    <message id="placeholder">
        <source>Type your question…</source>
        <translation>Type your question…</translation>
    </message>
    <message id="ask">
        <source>Ask</source>
        <translation>Ask</translation>
    </message>
    <message id="speak">
        <source>Speak</source>
        <translation>Speak</translation>
    </message>
    <message id="show">
        <source>Show</source>
        <translation>Show</translation>
    </message>
    <message id="keyboard">
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message id="list">
        <source>My list</source>
        <translation>My list</translation>
    </message>
    <message id="volume">
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message id="staff">
        <source>Call staff</source>
        <translation>Call staff</translation>
    </message>
    <message id="back">
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message id="start_over">
        <source>Start over</source>
        <translation>Start over</translation>
    </message>
    <message id="close">
        <source>Close</source>
        <translation>Close</translation>
    </message>
    <message id="you">
        <source>You</source>
        <translation>You</translation>
    </message>
    <message id="thinking">
        <source>Looking it up…</source>
        <translation>Looking it up…</translation>
    </message>
    <message id="listening">
        <source>I'm listening…</source>
        <translation>I'm listening…</translation>
    </message>
    <message id="listening_sub">
        <source>Speak now. Touch the microphone when you are done.</source>
        <translation>Speak now. Touch the microphone when you are done.</translation>
    </message>
    <message id="hearing">
        <source>Writing down what you said…</source>
        <translation>Writing down what you said…</translation>
    </message>
    <message id="nothing_heard">
        <source>I didn't hear anything. Please try again a little closer.</source>
        <translation>I didn't hear anything. Please try again a little closer.</translation>
    </message>
    <message id="no_microphone">
        <source>The microphone is not available. Please type your question.</source>
        <translation>The microphone is not available. Please type your question.</translation>
    </message>
    <message id="no_camera">
        <source>The camera is not available. Please type or say what it is.</source>
        <translation>The camera is not available. Please type or say what it is.</translation>
    </message>
    <message id="camera_title">
        <source>Show me the product</source>
        <translation>Show me the product</translation>
    </message>
    <message id="camera_sub">
        <source>Hold the barcode or the front of the pack towards the camera.</source>
        <translation>Hold the barcode or the front of the pack towards the camera.</translation>
    </message>
    <message id="what_is_this">
        <source>What is this?</source>
        <translation>What is this?</translation>
    </message>
    <message id="looking">
        <source>Looking…</source>
        <translation>Looking…</translation>
    </message>
    <message id="looking_ask">
        <source>What is this?</source>
        <translation>What is this?</translation>
    </message>
    <message id="fault">
        <source>Something went wrong on my side. Please ask again, or call staff.</source>
        <translation>Something went wrong on my side. Please ask again, or call staff.</translation>
    </message>
    <message id="not_ready">
        <source>This kiosk is not working at the moment. Please ask our staff.</source>
        <translation>This kiosk is not working at the moment. Please ask our staff.</translation>
    </message>
    <message id="place">
        <source>Aisle {aisle} · Shelf {shelf}</source>
        <translation>Aisle {aisle} · Shelf {shelf}</translation>
    </message>
    <message id="unit_price">
        <source>{price} per {unit}</source>
        <translation>{price} per {unit}</translation>
    </message>
    <message id="per_kg">
        <source>per kg</source>
        <translation>per kg</translation>
    </message>
    <message id="unit_kg">
        <source>kg</source>
        <translation>kg</translation>
    </message>
    <message id="unit_l">
        <source>litre</source>
        <translation>litre</translation>
    </message>
    <message id="unit_piece">
        <source>piece</source>
        <translation>piece</translation>
    </message>
    <message id="contains">
        <source>Contains: {names}</source>
        <translation>Contains: {names}</translation>
    </message>
    <message id="may_contain">
        <source>May contain: {names}</source>
        <translation>May contain: {names}</translation>
    </message>
    <message id="none_declared">
        <source>No allergens declared – please check the pack</source>
        <translation>No allergens declared – please check the pack</translation>
    </message>
    <message id="comma">
        <source>, </source>
        <translation>, </translation>
    </message>
    <message id="in_stock">
        <source>{count} in stock</source>
        <translation>{count} in stock</translation>
    </message>
    <message id="sold_out">
        <source>Out of stock</source>
        <translation>Out of stock</translation>
    </message>
    <message id="on_day">
        <source>{day} {month}</source>
        <translation>{day} {month}</translation>
    </message>
    <message id="as_of">
        <source>as of {day}</source>
        <translation>as of {day}</translation>
    </message>
    <message id="demonstration">
        <source>Demonstration data</source>
        <translation>Demonstration data</translation>
    </message>
    <message id="age">
        <source>{age}+</source>
        <translation>{age}+</translation>
    </message>
    <message id="recalled">
        <source>Recalled – ask staff</source>
        <translation>Recalled – ask staff</translation>
    </message>
    <message id="show_way">
        <source>Show the way</source>
        <translation>Show the way</translation>
    </message>
    <message id="add">
        <source>Add to list</source>
        <translation>Add to list</translation>
    </message>
    <message id="added">
        <source>On your list</source>
        <translation>On your list</translation>
    </message>
    <message id="you_are_here">
        <source>You are here</source>
        <translation>You are here</translation>
    </message>
    <message id="the_way">
        <source>The way to {name}</source>
        <translation>The way to {name}</translation>
    </message>
    <message id="steps">
        <source>about {metres} m from here</source>
        <translation>about {metres} m from here</translation>
    </message>
    <message id="entrance">
        <source>Entrance</source>
        <translation>Entrance</translation>
    </message>
    <message id="aisle">
        <source>Aisle {aisle}</source>
        <translation>Aisle {aisle}</translation>
    </message>
    <message id="plan">
        <source>Floor plan</source>
        <translation>Floor plan</translation>
    </message>
    <message id="list_empty">
        <source>Your list is empty.</source>
        <translation>Your list is empty.</translation>
    </message>
    <message id="list_empty_sub">
        <source>Ask me, for example: 'Add two avocados to my list.'</source>
        <extracomment>Keep what is in quotes in English: it is what the kiosk understands.</extracomment>
        <translation>Ask me, for example: 'Add two avocados to my list.'</translation>
    </message>
    <message id="list_total">
        <source>Together</source>
        <translation>Together</translation>
    </message>
    <message id="list_saved">
        <source>{saved} saved with today's offers</source>
        <translation>{saved} saved with today's offers</translation>
    </message>
    <message id="usual_price">
        <source>usually {price}</source>
        <translation>usually {price}</translation>
    </message>
    <message id="list_more">
        <source>and {count} more</source>
        <translation>and {count} more</translation>
    </message>
    <message id="list_note">
        <source>The list is forgotten when your visit ends.</source>
        <translation>The list is forgotten when your visit ends.</translation>
    </message>
    <message id="remove">
        <source>Remove</source>
        <translation>Remove</translation>
    </message>
    <message id="take">
        <source>Take it with you</source>
        <translation>Take it with you</translation>
    </message>
    <message id="take_how">
        <source>Scan the code with your phone: it holds the text itself and needs no network.</source>
        <translation>Scan the code with your phone: it holds the text itself and needs no network.</translation>
    </message>
    <message id="staff_waiting">
        <source>Staff have been called</source>
        <translation>Staff have been called</translation>
    </message>
    <message id="staff_waiting_sub">
        <source>Nobody has answered yet. You can also go to {desk}.</source>
        <translation>Nobody has answered yet. You can also go to {desk}.</translation>
    </message>
    <message id="staff_coming">
        <source>Someone is coming</source>
        <translation>Someone is coming</translation>
    </message>
    <message id="staff_coming_sub">
        <source>Our staff have seen your call. Please wait here.</source>
        <translation>Our staff have seen your call. Please wait here.</translation>
    </message>
    <message id="emergency">
        <source>Emergency</source>
        <translation>Emergency</translation>
    </message>
    <message id="emergency_call">
        <source>If anyone is in danger, ring now:</source>
        <translation>If anyone is in danger, ring now:</translation>
    </message>
    <message id="emergency_bell">
        <source>The alarm is on here, and a call is at the top of our staff's queue.</source>
        <translation>The alarm is on here, and a call is at the top of our staff's queue.</translation>
    </message>
    <message id="emergency_light">
        <source>The warning light is on here, and a call is at the top of our staff's queue.</source>
        <translation>The warning light is on here, and a call is at the top of our staff's queue.</translation>
    </message>
    <message id="emergency_waiting">
        <source>Nobody has answered the call yet.</source>
        <translation>Nobody has answered the call yet.</translation>
    </message>
    <message id="emergency_coming">
        <source>Our staff have seen the call. Someone is coming.</source>
        <translation>Our staff have seen the call. Someone is coming.</translation>
    </message>
    <message id="emergency_silent">
        <source>There is no loudspeaker: the bell cannot be heard. Please shout for help too.</source>
        <translation>There is no loudspeaker: the bell cannot be heard. Please shout for help too.</translation>
    </message>
    <message id="emergency_exit">
        <source>The nearest exit</source>
        <translation>The nearest exit</translation>
    </message>
    <message id="emergency_stop">
        <source>Stop the bell</source>
        <translation>Stop the bell</translation>
    </message>
    <message id="emergency_over">
        <source>Nobody is in danger – go back</source>
        <translation>Nobody is in danger – go back</translation>
    </message>
    <message id="still_there">
        <source>Are you still there?</source>
        <translation>Are you still there?</translation>
    </message>
    <message id="still_there_sub">
        <source>Your visit is forgotten in {seconds} seconds.</source>
        <translation>Your visit is forgotten in {seconds} seconds.</translation>
    </message>
    <message id="still_here">
        <source>More time</source>
        <translation>More time</translation>
    </message>
    <message id="finish">
        <source>Finish now</source>
        <translation>Finish now</translation>
    </message>
    <message id="louder">
        <source>Louder</source>
        <translation>Louder</translation>
    </message>
    <message id="quieter">
        <source>Quieter</source>
        <translation>Quieter</translation>
    </message>
    <message id="mute">
        <source>Captions only</source>
        <translation>Captions only</translation>
    </message>
    <message id="no_speaker">
        <source>No loudspeaker here: I answer in captions.</source>
        <translation>No loudspeaker here: I answer in captions.</translation>
    </message>
    <message id="space">
        <source>space</source>
        <translation>space</translation>
    </message>
    <message id="more">
        <source>More</source>
        <translation>More</translation>
    </message>
    <message id="welcome">
        <source>How can I help?</source>
        <translation>How can I help?</translation>
    </message>
    <message id="welcome_sub">
        <source>Speak, type, or show me a product.</source>
        <translation>Speak, type, or show me a product.</translation>
    </message>
    <message id="month_1">
        <source>Jan</source>
        <translation>Jan</translation>
    </message>
    <message id="month_2">
        <source>Feb</source>
        <translation>Feb</translation>
    </message>
    <message id="month_3">
        <source>Mar</source>
        <translation>Mar</translation>
    </message>
    <message id="month_4">
        <source>Apr</source>
        <translation>Apr</translation>
    </message>
    <message id="month_5">
        <source>May</source>
        <translation>May</translation>
    </message>
    <message id="month_6">
        <source>June</source>
        <translation>June</translation>
    </message>
    <message id="month_7">
        <source>July</source>
        <translation>July</translation>
    </message>
    <message id="month_8">
        <source>Aug</source>
        <translation>Aug</translation>
    </message>
    <message id="month_9">
        <source>Sept</source>
        <translation>Sept</translation>
    </message>
    <message id="month_10">
        <source>Oct</source>
        <translation>Oct</translation>
    </message>
    <message id="month_11">
        <source>Nov</source>
        <translation>Nov</translation>
    </message>
    <message id="month_12">
        <source>Dec</source>
        <translation>Dec</translation>
    </message>
    <message id="allergen_gluten">
        <source>gluten</source>
        <translation>gluten</translation>
    </message>
    <message id="allergen_crustaceans">
        <source>crustaceans</source>
        <translation>crustaceans</translation>
    </message>
    <message id="allergen_eggs">
        <source>eggs</source>
        <translation>eggs</translation>
    </message>
    <message id="allergen_fish">
        <source>fish</source>
        <translation>fish</translation>
    </message>
    <message id="allergen_peanuts">
        <source>peanuts</source>
        <translation>peanuts</translation>
    </message>
    <message id="allergen_soy">
        <source>soy</source>
        <translation>soy</translation>
    </message>
    <message id="allergen_milk">
        <source>milk</source>
        <translation>milk</translation>
    </message>
    <message id="allergen_nuts">
        <source>nuts</source>
        <translation>nuts</translation>
    </message>
    <message id="allergen_celery">
        <source>celery</source>
        <translation>celery</translation>
    </message>
    <message id="allergen_mustard">
        <source>mustard</source>
        <translation>mustard</translation>
    </message>
    <message id="allergen_sesame">
        <source>sesame</source>
        <translation>sesame</translation>
    </message>
    <message id="allergen_sulphites">
        <source>sulphites</source>
        <translation>sulphites</translation>
    </message>
    <message id="allergen_lupin">
        <source>lupin</source>
        <translation>lupin</translation>
    </message>
    <message id="allergen_molluscs">
        <source>molluscs</source>
        <translation>molluscs</translation>
    </message>
    <message id="looks">
        <source>Text and contrast</source>
        <translation>Text and contrast</translation>
    </message>
    <message id="text_normal">
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message id="text_large">
        <source>Large</source>
        <translation>Large</translation>
    </message>
    <message id="text_largest">
        <source>Largest</source>
        <translation>Largest</translation>
    </message>
    <message id="looks_strong">
        <source>Strong contrast</source>
        <translation>Strong contrast</translation>
    </message>
    <message id="looks_still">
        <source>No motion</source>
        <translation>No motion</translation>
    </message>
    <message id="looks_low">
        <source>Buttons lower down</source>
        <translation>Buttons lower down</translation>
    </message>
    <message id="looks_note">
        <source>For this visit only.</source>
        <translation>For this visit only.</translation>
    </message>
    <message id="talking">
        <source>I'm speaking</source>
        <translation>I'm speaking</translation>
    </message>
    <message id="talking_stop">
        <source>Stop speaking</source>
        <translation>Stop speaking</translation>
    </message>
    <message id="again">
        <source>Say it again</source>
        <translation>Say it again</translation>
    </message>
    <message id="captions">
        <source>What was said</source>
        <translation>What was said</translation>
    </message>
    <message id="type_space">
        <source>Space bar</source>
        <translation>Space bar</translation>
    </message>
    <message id="type_shift">
        <source>Capital letter</source>
        <translation>Capital letter</translation>
    </message>
    <message id="type_delete">
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message id="type_hide">
        <source>Hide the keyboard</source>
        <translation>Hide the keyboard</translation>
    </message>
    <message id="type_signs">
        <source>Digits and signs</source>
        <translation>Digits and signs</translation>
    </message>
    <message id="type_letters">
        <source>Letters</source>
        <translation>Letters</translation>
    </message>
    <message id="type_chinese">
        <source>Chinese by pinyin</source>
        <translation>Chinese by pinyin</translation>
    </message>
    <message id="type_english">
        <source>English letters</source>
        <translation>English letters</translation>
    </message>
    <message id="camera_on">
        <source>Camera on</source>
        <translation>Camera on</translation>
    </message>
    <message id="filter_all">
        <source>All</source>
        <translation>All</translation>
    </message>
    <message id="filter_stock">
        <source>In stock</source>
        <translation>In stock</translation>
    </message>
    <message id="filter_offer">
        <source>On offer</source>
        <translation>On offer</translation>
    </message>
    <message id="filter_cheap">
        <source>Cheapest first</source>
        <translation>Cheapest first</translation>
    </message>
    <message id="filter_none">
        <source>Nothing here is like that.</source>
        <translation>Nothing here is like that.</translation>
    </message>
    <message id="policy_title">
        <source>What the shop has laid down</source>
        <translation>What the shop has laid down</translation>
    </message>
    <message id="policy_note">
        <source>In the shop's own words</source>
        <translation>In the shop's own words</translation>
    </message>
    <message id="ticket_title">
        <source>Your case</source>
        <translation>Your case</translation>
    </message>
    <message id="ticket_opened">
        <source>Reported on {day}</source>
        <translation>Reported on {day}</translation>
    </message>
    <message id="ticket_waiting">
        <source>Nobody has taken it on yet.</source>
        <translation>Nobody has taken it on yet.</translation>
    </message>
    <message id="ticket_taken">
        <source>Taken on by our staff on {day}.</source>
        <translation>Taken on by our staff on {day}.</translation>
    </message>
    <message id="ticket_keep">
        <source>Keep this number: with it you can ask for news, here or at the desk.</source>
        <translation>Keep this number: with it you can ask for news, here or at the desk.</translation>
    </message>
    <message id="compare_price">
        <source>Price</source>
        <translation>Price</translation>
    </message>
    <message id="compare_unit">
        <source>Unit price</source>
        <translation>Unit price</translation>
    </message>
    <message id="compare_place">
        <source>Place</source>
        <translation>Place</translation>
    </message>
    <message id="compare_stock">
        <source>Stock</source>
        <translation>Stock</translation>
    </message>
    <message id="compare_contains">
        <source>Allergens</source>
        <translation>Allergens</translation>
    </message>
    <message id="dash">
        <source>–</source>
        <translation>–</translation>
    </message>
    <message id="microphone_on">
        <source>Microphone on</source>
        <translation>Microphone on</translation>
    </message>
    <message id="too_loud">
        <source>Too loud: a little further away, please</source>
        <translation>Too loud: a little further away, please</translation>
    </message>
    <message id="intent_find_product">
        <source>Where a product is</source>
        <extracomment>What a question was about, in a few words.</extracomment>
        <translation>Where a product is</translation>
    </message>
    <message id="intent_product_price">
        <source>A price</source>
        <translation>A price</translation>
    </message>
    <message id="intent_product_availability">
        <source>Whether it is in stock</source>
        <translation>Whether it is in stock</translation>
    </message>
    <message id="intent_product_info">
        <source>What a product is like</source>
        <translation>What a product is like</translation>
    </message>
    <message id="intent_product_allergens">
        <source>Allergens and diet</source>
        <translation>Allergens and diet</translation>
    </message>
    <message id="intent_recommend_product">
        <source>A recommendation</source>
        <translation>A recommendation</translation>
    </message>
    <message id="intent_compare_products">
        <source>A comparison</source>
        <translation>A comparison</translation>
    </message>
    <message id="intent_find_substitute">
        <source>A substitute</source>
        <translation>A substitute</translation>
    </message>
    <message id="intent_recipe_ingredients">
        <source>A recipe</source>
        <translation>A recipe</translation>
    </message>
    <message id="intent_promotions">
        <source>Offers</source>
        <translation>Offers</translation>
    </message>
    <message id="intent_opening_hours">
        <source>Opening hours</source>
        <translation>Opening hours</translation>
    </message>
    <message id="intent_find_facility">
        <source>A place in the shop</source>
        <translation>A place in the shop</translation>
    </message>
    <message id="intent_parking">
        <source>Parking</source>
        <translation>Parking</translation>
    </message>
    <message id="intent_payment_methods">
        <source>Ways to pay</source>
        <translation>Ways to pay</translation>
    </message>
    <message id="intent_delivery_and_pickup">
        <source>Delivery and pick-up</source>
        <translation>Delivery and pick-up</translation>
    </message>
    <message id="intent_loyalty_program">
        <source>The loyalty card</source>
        <translation>The loyalty card</translation>
    </message>
    <message id="intent_gift_card">
        <source>Gift cards</source>
        <translation>Gift cards</translation>
    </message>
    <message id="intent_return_or_refund">
        <source>A return or refund</source>
        <translation>A return or refund</translation>
    </message>
    <message id="intent_report_damaged">
        <source>Damaged or spoiled goods</source>
        <translation>Damaged or spoiled goods</translation>
    </message>
    <message id="intent_price_dispute">
        <source>A wrong price</source>
        <translation>A wrong price</translation>
    </message>
    <message id="intent_order_status">
        <source>An order</source>
        <translation>An order</translation>
    </message>
    <message id="intent_receipt">
        <source>A receipt</source>
        <translation>A receipt</translation>
    </message>
    <message id="intent_product_recall">
        <source>A recall</source>
        <translation>A recall</translation>
    </message>
    <message id="intent_lost_property">
        <source>Something lost</source>
        <translation>Something lost</translation>
    </message>
    <message id="intent_complaint">
        <source>A complaint</source>
        <translation>A complaint</translation>
    </message>
    <message id="intent_ticket_status">
        <source>News of a case</source>
        <translation>News of a case</translation>
    </message>
    <message id="intent_list_add">
        <source>Something for the list</source>
        <translation>Something for the list</translation>
    </message>
    <message id="intent_list_remove">
        <source>Something off the list</source>
        <translation>Something off the list</translation>
    </message>
    <message id="intent_list_show">
        <source>The shopping list</source>
        <translation>The shopping list</translation>
    </message>
    <message id="intent_call_staff">
        <source>A person, please</source>
        <translation>A person, please</translation>
    </message>
    <message id="intent_emergency">
        <source>An emergency</source>
        <translation>An emergency</translation>
    </message>
    <message id="intent_greeting">
        <source>A greeting</source>
        <translation>A greeting</translation>
    </message>
    <message id="intent_thanks">
        <source>Thanks</source>
        <translation>Thanks</translation>
    </message>
    <message id="intent_goodbye">
        <source>Goodbye</source>
        <translation>Goodbye</translation>
    </message>
    <message id="intent_affirm">
        <source>Yes</source>
        <translation>Yes</translation>
    </message>
    <message id="intent_deny">
        <source>No</source>
        <translation>No</translation>
    </message>
    <message id="intent_repeat">
        <source>Say it again</source>
        <translation>Say it again</translation>
    </message>
    <message id="intent_cancel">
        <source>Never mind</source>
        <translation>Never mind</translation>
    </message>
    <message id="intent_help">
        <source>What the kiosk can do</source>
        <translation>What the kiosk can do</translation>
    </message>
    <message id="intent_change_language">
        <source>Another language</source>
        <translation>Another language</translation>
    </message>
    <message id="intent_change_volume">
        <source>The volume</source>
        <translation>The volume</translation>
    </message>
    <message id="intent_small_talk">
        <source>Small talk</source>
        <translation>Small talk</translation>
    </message>
    <message id="intent_out_of_scope">
        <source>Something else</source>
        <translation>Something else</translation>
    </message>
    <message id="door">
        <source>Staff</source>
        <extracomment>Staff mode.</extracomment>
        <translation>Staff</translation>
    </message>
    <message id="door_title">
        <source>For staff: please enter the PIN</source>
        <translation>For staff: please enter the PIN</translation>
    </message>
    <message id="door_wrong">
        <source>Wrong PIN. {left} tries left.</source>
        <translation>Wrong PIN. {left} tries left.</translation>
    </message>
    <message id="door_wrong_last">
        <source>Wrong PIN. 1 try left.</source>
        <translation>Wrong PIN. 1 try left.</translation>
    </message>
    <message id="door_locked">
        <source>Locked for {seconds} s after too many wrong PINs.</source>
        <translation>Locked for {seconds} s after too many wrong PINs.</translation>
    </message>
    <message id="door_locked_long">
        <source>Locked for {minutes} min after too many wrong PINs.</source>
        <translation>Locked for {minutes} min after too many wrong PINs.</translation>
    </message>
    <message id="door_short">
        <source>A PIN has 4 to 8 digits.</source>
        <translation>A PIN has 4 to 8 digits.</translation>
    </message>
    <message id="door_typed">
        <source>Digits entered: {count}</source>
        <translation>Digits entered: {count}</translation>
    </message>
    <message id="door_open">
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message id="door_unset">
        <source>No PIN is set on this kiosk.</source>
        <translation>No PIN is set on this kiosk.</translation>
    </message>
    <message id="door_unset_how">
        <source>A technician sets one with this command:</source>
        <translation>A technician sets one with this command:</translation>
    </message>
    <message id="door_broken">
        <source>The PIN cannot be checked, so staff mode stays closed.</source>
        <translation>The PIN cannot be checked, so staff mode stays closed.</translation>
    </message>
    <message id="mode_leave">
        <source>Leave staff mode</source>
        <translation>Leave staff mode</translation>
    </message>
    <message id="mode_closing">
        <source>Staff mode closes in {seconds} seconds.</source>
        <translation>Staff mode closes in {seconds} seconds.</translation>
    </message>
    <message id="mode_calls">
        <source>Calls and cases</source>
        <translation>Calls and cases</translation>
    </message>
    <message id="mode_questions">
        <source>Unanswered questions</source>
        <translation>Unanswered questions</translation>
    </message>
    <message id="mode_volume">
        <source>Volume and light</source>
        <translation>Volume and light</translation>
    </message>
    <message id="mode_machine">
        <source>This machine</source>
        <translation>This machine</translation>
    </message>
    <message id="mode_products">
        <source>Products</source>
        <translation>Products</translation>
    </message>
    <message id="mode_failed">
        <source>That did not work.</source>
        <translation>That did not work.</translation>
    </message>
    <message id="calls_waiting">
        <source>Waiting for someone</source>
        <translation>Waiting for someone</translation>
    </message>
    <message id="calls_none">
        <source>Nobody is waiting.</source>
        <translation>Nobody is waiting.</translation>
    </message>
    <message id="calls_urgent">
        <source>Urgent</source>
        <translation>Urgent</translation>
    </message>
    <message id="calls_asked">
        <source>Wants to talk to a person</source>
        <translation>Wants to talk to a person</translation>
    </message>
    <message id="calls_unlock">
        <source>Something must be unlocked</source>
        <translation>Something must be unlocked</translation>
    </message>
    <message id="calls_carry">
        <source>Needs something carried or reached</source>
        <translation>Needs something carried or reached</translation>
    </message>
    <message id="calls_age">
        <source>An age must be checked</source>
        <translation>An age must be checked</translation>
    </message>
    <message id="calls_emergency">
        <source>Emergency</source>
        <translation>Emergency</translation>
    </message>
    <message id="calls_other">
        <source>Needs help</source>
        <translation>Needs help</translation>
    </message>
    <message id="calls_in_en">
        <source>Speaks English</source>
        <translation>Speaks English</translation>
    </message>
    <message id="calls_in_zh">
        <source>Speaks Chinese</source>
        <translation>Speaks Chinese</translation>
    </message>
    <message id="calls_take">
        <source>I'm going</source>
        <translation>I'm going</translation>
    </message>
    <message id="calls_taken">
        <source>Taken on by {name}, {when}</source>
        <translation>Taken on by {name}, {when}</translation>
    </message>
    <message id="calls_someone">
        <source>staff</source>
        <translation>staff</translation>
    </message>
    <message id="calls_done">
        <source>Taken on</source>
        <translation>Taken on</translation>
    </message>
    <message id="cases_waiting">
        <source>Open cases</source>
        <translation>Open cases</translation>
    </message>
    <message id="cases_none">
        <source>No open cases.</source>
        <translation>No open cases.</translation>
    </message>
    <message id="cases_take">
        <source>Take on</source>
        <translation>Take on</translation>
    </message>
    <message id="cases_more">
        <source>And {count} more: see 'kiosk tickets list'.</source>
        <translation>And {count} more: see 'kiosk tickets list'.</translation>
    </message>
    <message id="when">
        <source>{day}, {time}</source>
        <translation>{day}, {time}</translation>
    </message>
    <message id="questions_sub">
        <source>Only the topic, the product's name, how often and the last day are kept – never the sentence.</source>
        <translation>Only the topic, the product's name, how often and the last day are kept – never the sentence.</translation>
    </message>
    <message id="questions_none">
        <source>Nothing yet. Every question so far had an answer.</source>
        <translation>Nothing yet. Every question so far had an answer.</translation>
    </message>
    <message id="questions_times">
        <source>{count} ×</source>
        <translation>{count} ×</translation>
    </message>
    <message id="questions_last">
        <source>last on {day}</source>
        <translation>last on {day}</translation>
    </message>
    <message id="volume_first">
        <source>Every visitor begins at this volume</source>
        <translation>Every visitor begins at this volume</translation>
    </message>
    <message id="volume_sub">
        <source>A visitor can change it; the next one begins with this again.</source>
        <translation>A visitor can change it; the next one begins with this again.</translation>
    </message>
    <message id="volume_try">
        <source>Try it</source>
        <translation>Try it</translation>
    </message>
    <message id="volume_saved">
        <source>Saved.</source>
        <translation>Saved.</translation>
    </message>
    <message id="volume_fixed">
        <source>The variable {name} on this machine decides. It must be changed there.</source>
        <translation>The variable {name} on this machine decides. It must be changed there.</translation>
    </message>
    <message id="machine_look">
        <source>Look again</source>
        <translation>Look again</translation>
    </message>
    <message id="machine_looking">
        <source>Looking at the machine… this can take half a minute.</source>
        <translation>Looking at the machine… this can take half a minute.</translation>
    </message>
    <message id="machine_well">
        <source>Everything works.</source>
        <translation>Everything works.</translation>
    </message>
    <message id="machine_count">
        <source>{count} of {all} need attention.</source>
        <translation>{count} of {all} need attention.</translation>
    </message>
    <message id="machine_ok">
        <source>works</source>
        <translation>works</translation>
    </message>
    <message id="machine_warning">
        <source>look at it</source>
        <translation>look at it</translation>
    </message>
    <message id="machine_missing">
        <source>missing</source>
        <translation>missing</translation>
    </message>
    <message id="machine_broken">
        <source>broken</source>
        <translation>broken</translation>
    </message>
    <message id="part_state_folder">
        <source>State folder</source>
        <translation>State folder</translation>
    </message>
    <message id="part_disk">
        <source>Disk</source>
        <translation>Disk</translation>
    </message>
    <message id="part_memory">
        <source>Memory</source>
        <translation>Memory</translation>
    </message>
    <message id="part_cpu">
        <source>Processor</source>
        <translation>Processor</translation>
    </message>
    <message id="part_clock">
        <source>Clock</source>
        <translation>Clock</translation>
    </message>
    <message id="part_bundle">
        <source>Models</source>
        <translation>Models</translation>
    </message>
    <message id="part_store">
        <source>Catalogue</source>
        <translation>Catalogue</translation>
    </message>
    <message id="part_tickets">
        <source>Cases</source>
        <translation>Cases</translation>
    </message>
    <message id="part_voice">
        <source>Voice</source>
        <translation>Voice</translation>
    </message>
    <message id="part_end_of_turn">
        <source>End of turn</source>
        <translation>End of turn</translation>
    </message>
    <message id="part_label_reader">
        <source>Label reader</source>
        <translation>Label reader</translation>
    </message>
    <message id="part_camera">
        <source>Camera</source>
        <translation>Camera</translation>
    </message>
    <message id="part_presence">
        <source>Begins without a touch</source>
        <translation>Begins without a touch</translation>
    </message>
    <message id="part_microphone">
        <source>Microphone</source>
        <translation>Microphone</translation>
    </message>
    <message id="part_loudspeaker">
        <source>Loudspeaker</source>
        <translation>Loudspeaker</translation>
    </message>
    <message id="part_display">
        <source>Display</source>
        <translation>Display</translation>
    </message>
    <message id="part_fonts">
        <source>Fonts</source>
        <translation>Fonts</translation>
    </message>
    <message id="part_words">
        <source>Words of the window</source>
        <translation>Words of the window</translation>
    </message>
    <message id="part_bundle_understanding">
        <source>Models: understanding</source>
        <translation>Models: understanding</translation>
    </message>
    <message id="part_bundle_hearing">
        <source>Models: hearing</source>
        <translation>Models: hearing</translation>
    </message>
    <message id="part_bundle_seeing">
        <source>Models: seeing</source>
        <translation>Models: seeing</translation>
    </message>
    <message id="part_bundle_packages">
        <source>Models: packages</source>
        <translation>Models: packages</translation>
    </message>
    <message id="part_enrolled_products">
        <source>Enrolled products</source>
        <translation>Enrolled products</translation>
    </message>
    <message id="step_free">
        <source>Step-free</source>
        <translation>Step-free</translation>
    </message>
    <message id="no_way">
        <source>I know no way there on this plan. Our staff gladly show you.</source>
        <translation>I know no way there on this plan. Our staff gladly show you.</translation>
    </message>
    <message id="no_way_free">
        <source>I know no way there without steps. Our staff gladly help.</source>
        <translation>I know no way there without steps. Our staff gladly help.</translation>
    </message>
    <message id="round_all">
        <source>Way for all</source>
        <translation>Way for all</translation>
    </message>
    <message id="the_round">
        <source>One walk for your whole list</source>
        <translation>One walk for your whole list</translation>
    </message>
    <message id="round_metres">
        <source>about {metres} m in all</source>
        <translation>about {metres} m in all</translation>
    </message>
    <message id="round_end">
        <source>Then: {name}</source>
        <translation>Then: {name}</translation>
    </message>
    <message id="round_absent">
        <source>Out of stock, so left out: {names}</source>
        <translation>Out of stock, so left out: {names}</translation>
    </message>
    <message id="round_missed">
        <source>I know no way on this plan to: {names}. Please ask our staff.</source>
        <translation>I know no way on this plan to: {names}. Please ask our staff.</translation>
    </message>
    <message id="round_missed_free">
        <source>I know no way without steps to: {names}. Our staff gladly help.</source>
        <translation>I know no way without steps to: {names}. Our staff gladly help.</translation>
    </message>
    <message id="first_title">
        <source>Setting up</source>
        <extracomment>First start.</extracomment>
        <translation>Setting up</translation>
    </message>
    <message id="first_count">
        <source>Step {number} of {count}</source>
        <translation>Step {number} of {count}</translation>
    </message>
    <message id="first_leave">
        <source>Not now</source>
        <translation>Not now</translation>
    </message>
    <message id="first_next">
        <source>Next</source>
        <translation>Next</translation>
    </message>
    <message id="first_save">
        <source>Save and open the shop</source>
        <translation>Save and open the shop</translation>
    </message>
    <message id="first_saving">
        <source>Saving…</source>
        <translation>Saving…</translation>
    </message>
    <message id="first_closing">
        <source>Setting up ends in {seconds} seconds. Nothing will have changed.</source>
        <translation>Setting up ends in {seconds} seconds. Nothing will have changed.</translation>
    </message>
    <message id="first_language">
        <source>Which language does a visit begin in?</source>
        <translation>Which language does a visit begin in?</translation>
    </message>
    <message id="first_camera">
        <source>Which camera?</source>
        <translation>Which camera?</translation>
    </message>
    <message id="first_camera_sub">
        <source>You see its picture here. Nothing is recorded.</source>
        <translation>You see its picture here. Nothing is recorded.</translation>
    </message>
    <message id="first_camera_none">
        <source>No camera</source>
        <translation>No camera</translation>
    </message>
    <message id="first_camera_off">
        <source>Without a camera shoppers type or say what they look for.</source>
        <translation>Without a camera shoppers type or say what they look for.</translation>
    </message>
    <message id="first_presence">
        <source>Begin without a touch</source>
        <translation>Begin without a touch</translation>
    </message>
    <message id="first_presence_sub">
        <source>While nobody uses the kiosk, the camera looks whether somebody stops here. Then it says hello and listens. Nobody is recognised, no picture is stored, and the screen says that the camera is on.</source>
        <translation>While nobody uses the kiosk, the camera looks whether somebody stops here. Then it says hello and listens. Nobody is recognised, no picture is stored, and the screen says that the camera is on.</translation>
    </message>
    <message id="first_presence_yes">
        <source>Yes, the camera looks whether somebody comes</source>
        <translation>Yes, the camera looks whether somebody comes</translation>
    </message>
    <message id="first_presence_no">
        <source>No, by touch only</source>
        <translation>No, by touch only</translation>
    </message>
    <message id="first_microphone">
        <source>Which microphone?</source>
        <translation>Which microphone?</translation>
    </message>
    <message id="first_microphone_sub">
        <source>Say something: the bar moves.</source>
        <translation>Say something: the bar moves.</translation>
    </message>
    <message id="first_microphone_heard">
        <source>I can hear you.</source>
        <translation>I can hear you.</translation>
    </message>
    <message id="first_microphone_silent">
        <source>This microphone gives nothing but silence. Is it switched off?</source>
        <translation>This microphone gives nothing but silence. Is it switched off?</translation>
    </message>
    <message id="first_own">
        <source>The system's own choice</source>
        <translation>The system's own choice</translation>
    </message>
    <message id="first_loudspeaker">
        <source>Which loudspeaker?</source>
        <translation>Which loudspeaker?</translation>
    </message>
    <message id="first_loudspeaker_try">
        <source>Play a sentence</source>
        <translation>Play a sentence</translation>
    </message>
    <message id="first_loudspeaker_playing">
        <source>Playing…</source>
        <translation>Playing…</translation>
    </message>
    <message id="first_loudspeaker_asked">
        <source>Did you hear it?</source>
        <translation>Did you hear it?</translation>
    </message>
    <message id="first_loudspeaker_yes">
        <source>Yes</source>
        <translation>Yes</translation>
    </message>
    <message id="first_loudspeaker_no">
        <source>No</source>
        <translation>No</translation>
    </message>
    <message id="first_loudspeaker_good">
        <source>The loudspeaker works.</source>
        <translation>The loudspeaker works.</translation>
    </message>
    <message id="first_loudspeaker_bad">
        <source>Choose another one, or check its cable and its own volume.</source>
        <translation>Choose another one, or check its cable and its own volume.</translation>
    </message>
    <message id="first_loudspeaker_bell">
        <source>The voice is missing here, so it was a bell.</source>
        <translation>The voice is missing here, so it was a bell.</translation>
    </message>
    <message id="first_place">
        <source>Where does this kiosk stand?</source>
        <translation>Where does this kiosk stand?</translation>
    </message>
    <message id="first_place_sub">
        <source>Touch the spot on the plan, or use the arrow keys.</source>
        <translation>Touch the spot on the plan, or use the arrow keys.</translation>
    </message>
    <message id="first_place_at">
        <source>{x} m from the left, {y} m from the top</source>
        <translation>{x} m from the left, {y} m from the top</translation>
    </message>
    <message id="first_place_shelf">
        <source>There is a shelf or a wall. Touch a free spot.</source>
        <translation>There is a shelf or a wall. Touch a free spot.</translation>
    </message>
    <message id="first_pin">
        <source>Choose a PIN for staff</source>
        <translation>Choose a PIN for staff</translation>
    </message>
    <message id="first_pin_sub">
        <source>4 to 8 digits, not all the same and not in a row.</source>
        <translation>4 to 8 digits, not all the same and not in a row.</translation>
    </message>
    <message id="first_pin_again">
        <source>Once more, please</source>
        <translation>Once more, please</translation>
    </message>
    <message id="first_pin_weak">
        <source>Anybody would try this one first. Please choose another.</source>
        <translation>Anybody would try this one first. Please choose another.</translation>
    </message>
    <message id="first_pin_differs">
        <source>These were not the same. Please choose again.</source>
        <translation>These were not the same. Please choose again.</translation>
    </message>
    <message id="first_done">
        <source>Is this right?</source>
        <translation>Is this right?</translation>
    </message>
    <message id="first_done_sub">
        <source>Nothing is changed before you save.</source>
        <translation>Nothing is changed before you save.</translation>
    </message>
    <message id="first_done_place">
        <source>Place</source>
        <translation>Place</translation>
    </message>
    <message id="first_done_pin">
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message id="first_done_pin_set">
        <source>chosen</source>
        <translation>chosen</translation>
    </message>
    <message id="first_done_language">
        <source>Language</source>
        <translation>Language</translation>
    </message>
    <message id="first_pack">
        <source>as the shop's plan says</source>
        <translation>as the shop's plan says</translation>
    </message>
    <message id="first_fixed">
        <source>On this machine these variables decide, whatever is saved: {names}</source>
        <translation>On this machine these variables decide, whatever is saved: {names}</translation>
    </message>
    <message id="first_failed">
        <source>It cannot be opened.</source>
        <translation>It cannot be opened.</translation>
    </message>
    <message id="first_not_saved">
        <source>It was not saved.</source>
        <translation>It was not saved.</translation>
    </message>
    <message id="enrol_title">
        <source>Teach the kiosk a product</source>
        <translation>Teach the kiosk a product</translation>
    </message>
    <message id="enrol_sub">
        <source>Choose a product, then show it from eight sides. No photo is kept.</source>
        <translation>Choose a product, then show it from eight sides. No photo is kept.</translation>
    </message>
    <message id="enrol_type">
        <source>Type part of its name</source>
        <translation>Type part of its name</translation>
    </message>
    <message id="enrol_done">
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message id="enrol_code">
        <source>Show its barcode</source>
        <translation>Show its barcode</translation>
    </message>
    <message id="enrol_none">
        <source>No product of this store is called that.</source>
        <translation>No product of this store is called that.</translation>
    </message>
    <message id="enrol_known_no">
        <source>Not recognised by sight yet</source>
        <translation>Not recognised by sight yet</translation>
    </message>
    <message id="enrol_known_shipped">
        <source>Recognised already; your pictures are added</source>
        <translation>Recognised already; your pictures are added</translation>
    </message>
    <message id="enrol_known_enrolled">
        <source>Taught here; new pictures replace the old ones</source>
        <translation>Taught here; new pictures replace the old ones</translation>
    </message>
    <message id="enrol_known_stale">
        <source>Taught with an older picture model: please teach it again</source>
        <translation>Taught with an older picture model: please teach it again</translation>
    </message>
    <message id="enrol_known_gone">
        <source>Not sold any more</source>
        <translation>Not sold any more</translation>
    </message>
    <message id="enrol_listed">
        <source>Taught on this kiosk</source>
        <translation>Taught on this kiosk</translation>
    </message>
    <message id="enrol_listed_none">
        <source>Nothing has been taught on this kiosk yet.</source>
        <translation>Nothing has been taught on this kiosk yet.</translation>
    </message>
    <message id="enrol_listed_row">
        <source>{count} pictures · {day}</source>
        <translation>{count} pictures · {day}</translation>
    </message>
    <message id="enrol_undo">
        <source>Forget it</source>
        <translation>Forget it</translation>
    </message>
    <message id="enrol_code_how">
        <source>Hold the barcode up to the camera</source>
        <translation>Hold the barcode up to the camera</translation>
    </message>
    <message id="enrol_code_unknown">
        <source>{digits} is not a product of this store.</source>
        <translation>{digits} is not a product of this store.</translation>
    </message>
    <message id="enrol_count">
        <source>{number} of {all}</source>
        <translation>{number} of {all}</translation>
    </message>
    <message id="enrol_view_front">
        <source>Show the front</source>
        <translation>Show the front</translation>
    </message>
    <message id="enrol_view_back">
        <source>Show the back</source>
        <translation>Show the back</translation>
    </message>
    <message id="enrol_view_left">
        <source>Show the left side</source>
        <translation>Show the left side</translation>
    </message>
    <message id="enrol_view_right">
        <source>Show the right side</source>
        <translation>Show the right side</translation>
    </message>
    <message id="enrol_view_top">
        <source>Show the top</source>
        <translation>Show the top</translation>
    </message>
    <message id="enrol_view_tilted">
        <source>The front again, tilted</source>
        <translation>The front again, tilted</translation>
    </message>
    <message id="enrol_view_nearer">
        <source>The front, nearer</source>
        <translation>The front, nearer</translation>
    </message>
    <message id="enrol_view_farther">
        <source>The front, farther away</source>
        <translation>The front, farther away</translation>
    </message>
    <message id="enrol_take">
        <source>Take the picture</source>
        <translation>Take the picture</translation>
    </message>
    <message id="enrol_retake">
        <source>Last one again</source>
        <translation>Last one again</translation>
    </message>
    <message id="enrol_fault_dark">
        <source>Too dark: more light, please.</source>
        <translation>Too dark: more light, please.</translation>
    </message>
    <message id="enrol_fault_bright">
        <source>Too bright: turn it away from the lamp.</source>
        <translation>Too bright: turn it away from the lamp.</translation>
    </message>
    <message id="enrol_fault_blurred">
        <source>Blurred: hold it still, a little farther away.</source>
        <translation>Blurred: hold it still, a little farther away.</translation>
    </message>
    <message id="enrol_fault_same">
        <source>The same as the last picture: turn the product further.</source>
        <translation>The same as the last picture: turn the product further.</translation>
    </message>
    <message id="enrol_good">
        <source>It is recognised</source>
        <translation>It is recognised</translation>
    </message>
    <message id="enrol_hits">
        <source>{found} of {all} pictures find it among everything the kiosk knows by sight.</source>
        <translation>{found} of {all} pictures find it among everything the kiosk knows by sight.</translation>
    </message>
    <message id="enrol_bad">
        <source>It is not recognised surely enough</source>
        <translation>It is not recognised surely enough</translation>
    </message>
    <message id="enrol_like">
        <source>{count} of {all} pictures look like {name}.</source>
        <translation>{count} of {all} pictures look like {name}.</translation>
    </message>
    <message id="enrol_unlike">
        <source>The pictures are too unlike each other: {found} of {all} find it.</source>
        <translation>The pictures are too unlike each other: {found} of {all} find it.</translation>
    </message>
    <message id="enrol_better">
        <source>It helps to hold the product large and in the middle, before a plain background, and to show the same product in every picture.</source>
        <translation>It helps to hold the product large and in the middle, before a plain background, and to show the same product in every picture.</translation>
    </message>
    <message id="enrol_save">
        <source>Save</source>
        <translation>Save</translation>
    </message>
    <message id="enrol_save_anyway">
        <source>Save anyway</source>
        <translation>Save anyway</translation>
    </message>
    <message id="enrol_again">
        <source>Take all again</source>
        <translation>Take all again</translation>
    </message>
    <message id="enrol_saved">
        <source>Saved: it is found from now on</source>
        <translation>Saved: it is found from now on</translation>
    </message>
    <message id="enrol_next">
        <source>Another product</source>
        <translation>Another product</translation>
    </message>
    <message id="enrol_no_camera">
        <source>The camera is not available.</source>
        <translation>The camera is not available.</translation>
    </message>
    <message id="enrol_failed">
        <source>That did not work.</source>
        <translation>That did not work.</translation>
    </message>
    <message id="case_title">
        <source>What I have so far</source>
        <translation>What I have so far</translation>
    </message>
    <message id="case_ready">
        <source>Please check</source>
        <translation>Please check</translation>
    </message>
    <message id="case_change">
        <source>Change</source>
        <translation>Change</translation>
    </message>
    <message id="case_add">
        <source>Add: {name}</source>
        <translation>Add: {name}</translation>
    </message>
    <message id="case_yes">
        <source>Note it</source>
        <translation>Note it</translation>
    </message>
    <message id="case_no">
        <source>Don't note it</source>
        <translation>Don't note it</translation>
    </message>
    <message id="case_note">
        <source>Nothing is stored before you say yes.</source>
        <translation>Nothing is stored before you say yes.</translation>
    </message>
    <message id="history">
        <source>What was said</source>
        <translation>What was said</translation>
    </message>
    <message id="history_show">
        <source>Show again</source>
        <translation>Show again</translation>
    </message>
    <message id="history_note">
        <source>Forgotten when your visit ends.</source>
        <translation>Forgotten when your visit ends.</translation>
    </message>
    <message id="order_choose">
        <source>Choose</source>
        <translation>Choose</translation>
    </message>
    <message id="order_note">
        <source>Say or touch what you would like, then show this at the counter.</source>
        <translation>Say or touch what you would like, then show this at the counter.</translation>
    </message>
    <message id="light">
        <source>Brightness of the screen</source>
        <translation>Brightness of the screen</translation>
    </message>
    <message id="darker">
        <source>Darker</source>
        <translation>Darker</translation>
    </message>
    <message id="brighter">
        <source>Brighter</source>
        <translation>Brighter</translation>
    </message>
    <message id="light_sub">
        <source>An emergency and the strong contrast always get full light.</source>
        <translation>An emergency and the strong contrast always get full light.</translation>
    </message>
    <message id="photo_ask">
        <source>Would you like to add a photo?</source>
        <translation>Would you like to add a photo?</translation>
    </message>
    <message id="photo_add">
        <source>Add a photo</source>
        <translation>Add a photo</translation>
    </message>
    <message id="photo_added">
        <source>Photo added</source>
        <translation>Photo added</translation>
    </message>
    <message id="photo_of">
        <source>Photo for case {number}</source>
        <translation>Photo for case {number}</translation>
    </message>
    <message id="photo_note">
        <source>Nothing is kept before you say yes to the picture.</source>
        <translation>Nothing is kept before you say yes to the picture.</translation>
    </message>
    <message id="photo_aim">
        <source>Hold it up to the camera, then touch the button or say 'ready'.</source>
        <extracomment>Keep the word in quotes in English: it is what the kiosk understands.</extracomment>
        <translation>Hold it up to the camera, then touch the button or say 'ready'.</translation>
    </message>
    <message id="photo_take">
        <source>Take the photo</source>
        <translation>Take the photo</translation>
    </message>
    <message id="photo_check">
        <source>This is the photo. Shall I keep it with your case?</source>
        <translation>This is the photo. Shall I keep it with your case?</translation>
    </message>
    <message id="photo_use">
        <source>Use it</source>
        <translation>Use it</translation>
    </message>
    <message id="photo_again">
        <source>Again</source>
        <translation>Again</translation>
    </message>
    <message id="photo_none">
        <source>No photo</source>
        <translation>No photo</translation>
    </message>
    <message id="photo_kept">
        <source>Thank you. The photo is with your case now, for our staff.</source>
        <translation>Thank you. The photo is with your case now, for our staff.</translation>
    </message>
    <message id="photo_dropped">
        <source>All right, no photo. Your case stands.</source>
        <translation>All right, no photo. Your case stands.</translation>
    </message>
    <message id="photo_no_camera">
        <source>The camera is not available. Your case stands without a photo.</source>
        <translation>The camera is not available. Your case stands without a photo.</translation>
    </message>
    <message id="photo_not_kept">
        <source>The photo could not be stored. Your case stands without it.</source>
        <translation>The photo could not be stored. Your case stands without it.</translation>
    </message>
    <message id="why">
        <source>Why?</source>
        <extracomment>The words in which the window says why an answer is as it is.</extracomment>
        <translation>Why?</translation>
    </message>
    <message id="why_name">
        <source>Why this answer</source>
        <translation>Why this answer</translation>
    </message>
    <message id="why_title">
        <source>Why this answer</source>
        <translation>Why this answer</translation>
    </message>
    <message id="why_said">
        <source>What I said, and where it comes from</source>
        <translation>What I said, and where it comes from</translation>
    </message>
    <message id="why_no_facts">
        <source>This sentence holds no fact of the shop.</source>
        <translation>This sentence holds no fact of the shop.</translation>
    </message>
    <message id="why_understood">
        <source>What I understood</source>
        <translation>What I understood</translation>
    </message>
    <message id="why_wanted">
        <source>You wanted</source>
        <translation>You wanted</translation>
    </message>
    <message id="why_words">
        <source>From your words</source>
        <translation>From your words</translation>
    </message>
    <message id="why_product">
        <source>I took it to be</source>
        <translation>I took it to be</translation>
    </message>
    <message id="why_heard">
        <source>Heard</source>
        <translation>Heard</translation>
    </message>
    <message id="why_heard_as">
        <source>"{raw}", taken as "{text}", which sounds alike and is in this shop</source>
        <translation>"{raw}", taken as "{text}", which sounds alike and is in this shop</translation>
    </message>
    <message id="why_sure">
        <source>I was sure</source>
        <translation>I was sure</translation>
    </message>
    <message id="why_fairly">
        <source>I was fairly sure</source>
        <translation>I was fairly sure</translation>
    </message>
    <message id="why_unsure">
        <source>I was not quite sure</source>
        <translation>I was not quite sure</translation>
    </message>
    <message id="why_picture">
        <source>What I saw</source>
        <translation>What I saw</translation>
    </message>
    <message id="why_decided_barcode">
        <source>The barcode decided.</source>
        <translation>The barcode decided.</translation>
    </message>
    <message id="why_decided_label">
        <source>The words on the pack decided.</source>
        <translation>The words on the pack decided.</translation>
    </message>
    <message id="why_decided_appearance">
        <source>The looks of it decided.</source>
        <translation>The looks of it decided.</translation>
    </message>
    <message id="why_decided_nothing">
        <source>Nothing I saw was certain enough.</source>
        <translation>Nothing I saw was certain enough.</translation>
    </message>
    <message id="why_candidates">
        <source>By its looks it could be</source>
        <translation>By its looks it could be</translation>
    </message>
    <message id="why_likely">
        <source>{percent} in 100</source>
        <translation>{percent} in 100</translation>
    </message>
    <message id="why_looking">
        <source>Working out which part decided: {done} of {all}</source>
        <translation>Working out which part decided: {done} of {all}</translation>
    </message>
    <message id="why_heat">
        <source>The bright part decided: {where}. Without it I would have been less sure of {name}.</source>
        <translation>The bright part decided: {where}. Without it I would have been less sure of {name}.</translation>
    </message>
    <message id="why_heat_none">
        <source>No single part decided: I covered each in turn, and it changed next to nothing.</source>
        <translation>No single part decided: I covered each in turn, and it changed next to nothing.</translation>
    </message>
    <message id="why_heat_missing">
        <source>I cannot work out which part decided at the moment.</source>
        <translation>I cannot work out which part decided at the moment.</translation>
    </message>
    <message id="why_photo">
        <source>The picture you showed. It is forgotten when your visit ends.</source>
        <translation>The picture you showed. It is forgotten when your visit ends.</translation>
    </message>
    <message id="why_at_0">
        <source>the top left</source>
        <translation>the top left</translation>
    </message>
    <message id="why_at_1">
        <source>the top</source>
        <translation>the top</translation>
    </message>
    <message id="why_at_2">
        <source>the top right</source>
        <translation>the top right</translation>
    </message>
    <message id="why_at_3">
        <source>the left</source>
        <translation>the left</translation>
    </message>
    <message id="why_at_4">
        <source>the middle</source>
        <translation>the middle</translation>
    </message>
    <message id="why_at_5">
        <source>the right</source>
        <translation>the right</translation>
    </message>
    <message id="why_at_6">
        <source>the bottom left</source>
        <translation>the bottom left</translation>
    </message>
    <message id="why_at_7">
        <source>the bottom</source>
        <translation>the bottom</translation>
    </message>
    <message id="why_at_8">
        <source>the bottom right</source>
        <translation>the bottom right</translation>
    </message>
    <message id="why_computed">
        <source>Computed</source>
        <translation>Computed</translation>
    </message>
    <message id="why_counted">
        <source>Counted:</source>
        <translation>Counted:</translation>
    </message>
    <message id="why_from">
        <source>the shop's data, row {row}</source>
        <translation>the shop's data, row {row}</translation>
    </message>
    <message id="why_from_computed">
        <source>worked out from the figures shown, and checked once more before it was said</source>
        <translation>worked out from the figures shown, and checked once more before it was said</translation>
    </message>
    <message id="why_from_price">
        <source>the shop's price list, row {row}</source>
        <translation>the shop's price list, row {row}</translation>
    </message>
    <message id="why_from_product">
        <source>the shop's product list, row {row}</source>
        <translation>the shop's product list, row {row}</translation>
    </message>
    <message id="why_from_kind">
        <source>the shop's kinds of product, row {row}</source>
        <translation>the shop's kinds of product, row {row}</translation>
    </message>
    <message id="why_from_brand">
        <source>the shop's brands, row {row}</source>
        <translation>the shop's brands, row {row}</translation>
    </message>
    <message id="why_from_shop">
        <source>the shop's own details</source>
        <translation>the shop's own details</translation>
    </message>
    <message id="why_from_counter">
        <source>the shop's opening hours, row {row}</source>
        <translation>the shop's opening hours, row {row}</translation>
    </message>
    <message id="why_from_holiday">
        <source>the shop's opening hours, holiday {row}</source>
        <translation>the shop's opening hours, holiday {row}</translation>
    </message>
    <message id="why_from_policy">
        <source>the shop's rules: {row}</source>
        <translation>the shop's rules: {row}</translation>
    </message>
    <message id="why_from_facility">
        <source>the shop's list of places, row {row}</source>
        <translation>the shop's list of places, row {row}</translation>
    </message>
    <message id="why_from_offer">
        <source>the shop's offers, row {row}</source>
        <translation>the shop's offers, row {row}</translation>
    </message>
    <message id="why_from_recall">
        <source>the shop's recalls, row {row}</source>
        <translation>the shop's recalls, row {row}</translation>
    </message>
    <message id="why_from_recipe">
        <source>the shop's recipes, row {row}</source>
        <translation>the shop's recipes, row {row}</translation>
    </message>
    <message id="why_from_order">
        <source>the shop's orders, number {row}</source>
        <translation>the shop's orders, number {row}</translation>
    </message>
    <message id="why_from_receipt">
        <source>the shop's receipts, number {row}</source>
        <translation>the shop's receipts, number {row}</translation>
    </message>
    <message id="why_from_ticket">
        <source>the cases stored here, number {row}</source>
        <translation>the cases stored here, number {row}</translation>
    </message>
    <message id="why_from_call">
        <source>the calls for staff stored here, number {row}</source>
        <translation>the calls for staff stored here, number {row}</translation>
    </message>
    <message id="why_from_form">
        <source>the shop's forms, row {row}</source>
        <translation>the shop's forms, row {row}</translation>
    </message>
    <message id="why_from_department">
        <source>the shop's departments, row {row}</source>
        <translation>the shop's departments, row {row}</translation>
    </message>
    <message id="why_from_floor">
        <source>the floor plan, aisle {row}</source>
        <translation>the floor plan, aisle {row}</translation>
    </message>
    <message id="why_from_question">
        <source>your own words</source>
        <translation>your own words</translation>
    </message>
    <message id="why_from_visit">
        <source>your list in this visit</source>
        <translation>your list in this visit</translation>
    </message>
    <message id="why_from_clock">
        <source>this machine's clock</source>
        <translation>this machine's clock</translation>
    </message>
    <message id="why_from_calendar">
        <source>the calendar</source>
        <translation>the calendar</translation>
    </message>
    <message id="why_field">
        <source>Fact</source>
        <translation>Fact</translation>
    </message>
    <message id="why_field_name">
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message id="why_field_en">
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message id="why_field_zh">
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message id="why_field_price">
        <source>Price</source>
        <translation>Price</translation>
    </message>
    <message id="why_field_aisle">
        <source>Aisle</source>
        <translation>Aisle</translation>
    </message>
    <message id="why_field_shelf">
        <source>Shelf</source>
        <translation>Shelf</translation>
    </message>
    <message id="why_field_stock">
        <source>Counted in stock</source>
        <translation>Counted in stock</translation>
    </message>
    <message id="why_field_stock_date">
        <source>Counted on</source>
        <translation>Counted on</translation>
    </message>
    <message id="why_field_allergens">
        <source>Contains</source>
        <translation>Contains</translation>
    </message>
    <message id="why_field_may_contain">
        <source>May contain</source>
        <translation>May contain</translation>
    </message>
    <message id="why_field_diets">
        <source>Declared</source>
        <translation>Declared</translation>
    </message>
    <message id="why_field_origin">
        <source>Origin</source>
        <translation>Origin</translation>
    </message>
    <message id="why_field_maker">
        <source>Maker</source>
        <translation>Maker</translation>
    </message>
    <message id="why_field_brand">
        <source>Brand</source>
        <translation>Brand</translation>
    </message>
    <message id="why_field_size">
        <source>Size</source>
        <translation>Size</translation>
    </message>
    <message id="why_field_amount">
        <source>Amount</source>
        <translation>Amount</translation>
    </message>
    <message id="why_field_unit">
        <source>Unit</source>
        <translation>Unit</translation>
    </message>
    <message id="why_field_description">
        <source>Description</source>
        <translation>Description</translation>
    </message>
    <message id="why_field_ingredients">
        <source>Ingredients</source>
        <translation>Ingredients</translation>
    </message>
    <message id="why_field_age_limit">
        <source>Sold from age</source>
        <translation>Sold from age</translation>
    </message>
    <message id="why_field_week">
        <source>Hours</source>
        <translation>Hours</translation>
    </message>
    <message id="why_field_hours">
        <source>Hours</source>
        <translation>Hours</translation>
    </message>
    <message id="why_field_where">
        <source>Place</source>
        <translation>Place</translation>
    </message>
    <message id="why_field_note">
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message id="why_field_answer">
        <source>Rule</source>
        <translation>Rule</translation>
    </message>
    <message id="why_field_percent">
        <source>Per cent off</source>
        <translation>Per cent off</translation>
    </message>
    <message id="why_field_ends">
        <source>Until</source>
        <translation>Until</translation>
    </message>
    <message id="why_field_list">
        <source>On your list</source>
        <translation>On your list</translation>
    </message>
    <message id="why_field_number">
        <source>Number</source>
        <translation>Number</translation>
    </message>
    <message id="why_field_status">
        <source>State</source>
        <translation>State</translation>
    </message>
    <message id="why_field_total">
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message id="why_field_batch">
        <source>Batch</source>
        <translation>Batch</translation>
    </message>
    <message id="why_field_reason">
        <source>Reason</source>
        <translation>Reason</translation>
    </message>
    <message id="why_field_advice">
        <source>Advice</source>
        <translation>Advice</translation>
    </message>
    <message id="why_field_day">
        <source>Day</source>
        <translation>Day</translation>
    </message>
    <message id="why_field_today">
        <source>Today</source>
        <translation>Today</translation>
    </message>
    <message id="why_field_opened">
        <source>Reported on</source>
        <translation>Reported on</translation>
    </message>
    <message id="why_field_service_desk">
        <source>Service desk</source>
        <translation>Service desk</translation>
    </message>
    <message id="why_field_emergency_number">
        <source>Emergency number</source>
        <translation>Emergency number</translation>
    </message>
    <message id="why_intent_find_product">
        <source>where a product is</source>
        <translation>where a product is</translation>
    </message>
    <message id="why_intent_product_price">
        <source>what a product costs</source>
        <translation>what a product costs</translation>
    </message>
    <message id="why_intent_product_availability">
        <source>whether we have a product</source>
        <translation>whether we have a product</translation>
    </message>
    <message id="why_intent_product_info">
        <source>more about a product</source>
        <translation>more about a product</translation>
    </message>
    <message id="why_intent_product_allergens">
        <source>what a product contains</source>
        <translation>what a product contains</translation>
    </message>
    <message id="why_intent_recommend_product">
        <source>a suggestion</source>
        <translation>a suggestion</translation>
    </message>
    <message id="why_intent_compare_products">
        <source>products compared</source>
        <translation>products compared</translation>
    </message>
    <message id="why_intent_find_substitute">
        <source>something instead</source>
        <translation>something instead</translation>
    </message>
    <message id="why_intent_recipe_ingredients">
        <source>what a dish needs</source>
        <translation>what a dish needs</translation>
    </message>
    <message id="why_intent_promotions">
        <source>what is on offer</source>
        <translation>what is on offer</translation>
    </message>
    <message id="why_intent_opening_hours">
        <source>when we are open</source>
        <translation>when we are open</translation>
    </message>
    <message id="why_intent_find_facility">
        <source>where something in the building is</source>
        <translation>where something in the building is</translation>
    </message>
    <message id="why_intent_parking">
        <source>about parking</source>
        <translation>about parking</translation>
    </message>
    <message id="why_intent_payment_methods">
        <source>how you can pay</source>
        <translation>how you can pay</translation>
    </message>
    <message id="why_intent_delivery_and_pickup">
        <source>about delivery and pick-up</source>
        <translation>about delivery and pick-up</translation>
    </message>
    <message id="why_intent_loyalty_program">
        <source>about membership</source>
        <translation>about membership</translation>
    </message>
    <message id="why_intent_gift_card">
        <source>about gift cards</source>
        <translation>about gift cards</translation>
    </message>
    <message id="why_intent_return_or_refund">
        <source>how to return something</source>
        <translation>how to return something</translation>
    </message>
    <message id="why_intent_report_damaged">
        <source>to report something damaged</source>
        <translation>to report something damaged</translation>
    </message>
    <message id="why_intent_price_dispute">
        <source>to question a price</source>
        <translation>to question a price</translation>
    </message>
    <message id="why_intent_order_status">
        <source>where your order is</source>
        <translation>where your order is</translation>
    </message>
    <message id="why_intent_receipt">
        <source>about a receipt</source>
        <translation>about a receipt</translation>
    </message>
    <message id="why_intent_product_recall">
        <source>what has been recalled</source>
        <translation>what has been recalled</translation>
    </message>
    <message id="why_intent_lost_property">
        <source>about something lost</source>
        <translation>about something lost</translation>
    </message>
    <message id="why_intent_complaint">
        <source>to complain</source>
        <translation>to complain</translation>
    </message>
    <message id="why_intent_ticket_status">
        <source>news of your case</source>
        <translation>news of your case</translation>
    </message>
    <message id="why_intent_list_add">
        <source>to put something on your list</source>
        <translation>to put something on your list</translation>
    </message>
    <message id="why_intent_list_remove">
        <source>to take something off your list</source>
        <translation>to take something off your list</translation>
    </message>
    <message id="why_intent_list_show">
        <source>what is on your list</source>
        <translation>what is on your list</translation>
    </message>
    <message id="why_intent_call_staff">
        <source>to talk to a person</source>
        <translation>to talk to a person</translation>
    </message>
    <message id="why_intent_emergency">
        <source>help in an emergency</source>
        <translation>help in an emergency</translation>
    </message>
    <message id="why_intent_greeting">
        <source>to say hello</source>
        <translation>to say hello</translation>
    </message>
    <message id="why_intent_thanks">
        <source>to say thank you</source>
        <translation>to say thank you</translation>
    </message>
    <message id="why_intent_goodbye">
        <source>to say goodbye</source>
        <translation>to say goodbye</translation>
    </message>
    <message id="why_intent_affirm">
        <source>to say yes</source>
        <translation>to say yes</translation>
    </message>
    <message id="why_intent_deny">
        <source>to say no</source>
        <translation>to say no</translation>
    </message>
    <message id="why_intent_repeat">
        <source>to hear it again</source>
        <translation>to hear it again</translation>
    </message>
    <message id="why_intent_cancel">
        <source>to stop this</source>
        <translation>to stop this</translation>
    </message>
    <message id="why_intent_help">
        <source>what I can do</source>
        <translation>what I can do</translation>
    </message>
    <message id="why_intent_change_language">
        <source>another language</source>
        <translation>another language</translation>
    </message>
    <message id="why_intent_change_volume">
        <source>another volume</source>
        <translation>another volume</translation>
    </message>
    <message id="why_intent_small_talk">
        <source>a chat</source>
        <translation>a chat</translation>
    </message>
    <message id="why_intent_out_of_scope">
        <source>something I do not know about</source>
        <translation>something I do not know about</translation>
    </message>
    <message id="why_quote">
        <source>"{words}"</source>
        <translation>"{words}"</translation>
    </message>
    <message id="why_pair">
        <source>{name}: {value}</source>
        <translation>{name}: {value}</translation>
    </message>
    <message id="why_field_said">
        <source>Number</source>
        <translation>Number</translation>
    </message>
    <message id="why_field_serves">
        <source>For people</source>
        <translation>For people</translation>
    </message>
    <message id="why_field_fields">
        <source>The form asks</source>
        <translation>The form asks</translation>
    </message>
    <message id="why_field_kcal">
        <source>Energy in kcal</source>
        <translation>Energy in kcal</translation>
    </message>
    <message id="why_field_fat">
        <source>Fat in g</source>
        <translation>Fat in g</translation>
    </message>
    <message id="why_field_carbs">
        <source>Carbohydrate in g</source>
        <translation>Carbohydrate in g</translation>
    </message>
    <message id="why_field_sugars">
        <source>Sugars in g</source>
        <translation>Sugars in g</translation>
    </message>
    <message id="why_field_protein">
        <source>Protein in g</source>
        <translation>Protein in g</translation>
    </message>
    <message id="why_field_salt">
        <source>Salt in g</source>
        <translation>Salt in g</translation>
    </message>
    <message id="why_field_due">
        <source>Due</source>
        <translation>Due</translation>
    </message>
    <message id="why_field_due_time">
        <source>Due at</source>
        <translation>Due at</translation>
    </message>
    <message id="why_field_sold">
        <source>Sold on</source>
        <translation>Sold on</translation>
    </message>
    <message id="why_field_till">
        <source>Till</source>
        <translation>Till</translation>
    </message>
    <message id="why_field_id">
        <source>Number</source>
        <translation>Number</translation>
    </message>
    <message id="why_field_acknowledged_at">
        <source>Taken on by staff on</source>
        <translation>Taken on by staff on</translation>
    </message>
    <message id="why_field_date">
        <source>Day</source>
        <translation>Day</translation>
    </message>
    <message id="still_there_spoken">
        <source>Are you still there? Touch the screen if you need more time.</source>
        <extracomment>What the kiosk asks itself, or says aloud. Only English and Chinese are used: the models know no other language. Other languages leave these out.</extracomment>
        <translation>Are you still there? Touch the screen if you need more time.</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="still_there_voice">
        <source>Are you still there? Say yes, or touch the screen, if you need more time.</source>
        <translation>Are you still there? Say yes, or touch the screen, if you need more time.</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="greeting">
        <source>Hello! What are you looking for?</source>
        <translation>Hello! What are you looking for?</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="chip_1">
        <source>Where is the oat milk?</source>
        <translation>Where is the oat milk?</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="chip_2">
        <source>Is this gluten free?</source>
        <translation>Is this gluten free?</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="chip_3">
        <source>What's on offer today?</source>
        <translation>What's on offer today?</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="chip_4">
        <source>Where are the toilets?</source>
        <translation>Where are the toilets?</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="chip_5">
        <source>What do I need for guacamole?</source>
        <translation>What do I need for guacamole?</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="chip_6">
        <source>When do you close?</source>
        <translation>When do you close?</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="say_add">
        <source>Add {name} to my list</source>
        <translation>Add {name} to my list</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="say_remove">
        <source>Take {name} off my list</source>
        <translation>Take {name} off my list</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="say_staff">
        <source>I want to talk to a person</source>
        <translation>I want to talk to a person</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="volume_sentence">
        <source>Good morning! How can I help you?</source>
        <translation>Good morning! How can I help you?</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="say_note">
        <source>Yes, please note it</source>
        <translation>Yes, please note it</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="say_no">
        <source>No, thanks</source>
        <translation>No, thanks</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="say_order">
        <source>{name} please</source>
        <translation>{name} please</translation>
        <extra-asked>yes</extra-asked>
    </message>
</context>
</TS>
